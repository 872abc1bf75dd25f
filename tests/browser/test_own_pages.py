"""The pages that the agent makes for a person, opened as a file in a real Chromium."""

import gzip
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, expect

from barometer_agent.language import speaker
from barometer_agent.pages.gathering import Gatherer
from barometer_agent.pages.news_page import news_page
from barometer_agent.pages.score_page import score_page
from barometer_agent.pages.sent_page import Asked, sent_page
from barometer_agent.reported import Reported
from barometer_agent.spool import Spool
from barometer_shared.report import DeviceReport, News, Part
from barometer_shared.samples import Batch
from tests import month

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DAYS, A_DAY = 8, 10
BOOT = Part("boot", {"en": "Boot", "nl": "Opstarten"}, 31, 14.2, {"en": "Took 154 s."}, {"en": "Restart it this week."})
EMPTY = Part("sign_in", {"en": "Sign-in", "nl": "Aanmelden"}, None, 0, {"en": "nobody has signed in yet"})
DOCKS = News("n", 1_789_000_000_000, {"en": "New docks"}, {"en": "All desks have one."}, {"en": "docks fail"})
REPORT = DeviceReport(75.4, "good", 0.9, 20_710, 20_717, [BOOT, EMPTY], {}, [DOCKS])
NAMES = ("sent", "score", "news")
INTRUDER = """async (address) => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    document.body.setAttribute("style", "color: red");
    const picture = new Promise((tell) => {
        const made = document.createElement("img");
        made.onload = () => tell("shown");
        made.onerror = () => tell("refused");
        made.src = address;
        document.body.append(made);
    });
    const asked = fetch(address).then(() => "asked", () => "refused");
    return [window.ran ? "run" : "not run", await picture, await asked];
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three pages in both languages, of what the real spool sealed."""
    made: Path = tmp_path_factory.mktemp("own")
    with Spool(made / "data", 10 << 20, month.ENDS) as spool:
        month.fill(spool, DAYS, a_day=A_DAY)
        bodies = [(batch.at_ms, gzip.decompress(batch.body), batch.outcome) for batch in spool.sent(0)]
    for code in ("en", "nl"):
        say = speaker(code)
        gatherer = Gatherer(say, code, UTC)
        for at, body, outcome in bodies:
            gatherer.take(msgspec.json.decode(body, type=Batch), at, outcome)
        asked = Asked(30, "/var/lib/barometer-agent", str(made))
        reported, now = Reported(REPORT, say, code, UTC), month.ENDS.utc
        (made / f"sent-{code}.html").write_text(sent_page(gatherer.month(), asked, say, code, now, UTC), "utf-8")
        (made / f"score-{code}.html").write_text(score_page(reported, now), "utf-8")
        (made / f"news-{code}.html").write_text(news_page(reported, now), "utf-8")
    return made


@dataclass
class Reader:
    """Somebody who opens a page. ``requests`` are what it asked for, ``complaints`` what the browser had to say."""

    page: Page
    folder: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, name: str) -> str:
        address = (self.folder / f"{name}.html").as_uri()
        self.page.goto(address)
        return address

    def search(self, words: str) -> None:
        self.page.get_by_role("searchbox").fill(words)


Reading = Callable[..., Reader]


@pytest.fixture
def own(browser: Browser, folder: Path) -> Iterator[Reading]:
    """Opens a fresh window: ``own(scheme="dark", width=320, scripts=False)``."""
    contexts: list[BrowserContext] = []

    def start(scheme: Literal["light", "dark"] = "light", width: int = 1280, *, scripts: bool = True) -> Reader:
        viewport = {"width": width, "height": 900}
        context = browser.new_context(color_scheme=scheme, viewport=viewport, java_script_enabled=scripts)  # type: ignore[arg-type]
        contexts.append(context)
        reader = Reader(context.new_page(), folder)
        reader.page.on("request", lambda request: reader.requests.append(request.url))
        reader.page.on("console", lambda message: reader.complaints.append(message.text))
        reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
        return reader

    yield start
    for context in contexts:
        context.close()


def test_what_was_sent_is_found_by_any_word_of_it(own: Reading) -> None:
    reader = own()
    reader.open("sent-en")
    found = reader.page.locator("#found")
    reader.search("thunderbird")
    expect(found).to_have_text("Places found: 4, days: 2")
    expect(reader.page.locator(".day:visible")).to_have_count(2)
    expect(reader.page.locator(".one:visible .t")).to_have_text(["Application crash thunderbird"] * 2)
    reader.search("VPN drops")
    expect(found).to_have_text("Places found: 1, days: 0")
    expect(reader.page.locator(".answer:visible .note")).to_contain_text(["to pulse"])
    reader.search("20 September jitter intranet")
    expect(reader.page.locator(".day:visible h3")).to_have_text(["Sunday 20 September"])
    expect(reader.page.locator(".one:visible .t")).to_have_text(["Jitter intranet"])
    reader.search("nowhere to be found")
    expect(found).to_have_text("Nothing of that was sent.")
    expect(reader.page.locator(".card:visible h2")).to_have_text(
        ["Also in each message", "Never sent", "Where it is kept", "Fewer questions, or none"]
    )
    reader.page.keyboard.press("Escape")
    expect(found).to_have_text("")
    expect(reader.page.locator(".day:visible")).to_have_count(DAYS + 1)
    assert reader.complaints == []


def test_the_keyboard_alone_reaches_every_value(own: Reading) -> None:
    reader = own()
    reader.open("sent-en")
    reader.page.keyboard.press("Tab")
    expect(reader.page.locator(".skip")).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("main")).to_be_focused()
    reader.page.keyboard.press("/")
    expect(reader.page.get_by_role("searchbox")).to_be_focused()
    reader.search("battery connect collector")
    reader.search("disk queue")
    row = reader.page.locator(".day[open] .one:visible").first
    reader.page.keyboard.press("Tab")
    while not reader.page.evaluate("document.activeElement.parentElement.matches('.one')"):
        reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    expect(row.locator(".all")).to_contain_text("14:13")


def test_without_a_script_everything_can_be_opened_and_read(own: Reading) -> None:
    reader = own(scripts=False)
    reader.open("sent-nl")
    expect(reader.page.get_by_role("searchbox")).to_have_count(0)
    day = reader.page.locator(".day").nth(1)
    day.locator("summary").first.click()
    row = day.locator(".one", has_text="Wachten op antwoord").first
    row.locator("summary").click()
    expect(row.locator(".all")).to_be_visible()
    day.locator(".log > summary").click()
    expect(day.locator(".log li")).to_have_count(A_DAY)
    assert "Afgeremd door warmte: 0,0 %" in day.locator(".log li").first.inner_text()


@pytest.mark.parametrize("name", NAMES)
def test_no_request_leaves_a_page_and_the_browser_has_nothing_to_say(own: Reading, name: str) -> None:
    reader = own()
    address = reader.open(f"{name}-en")
    reader.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for link in reader.page.locator("nav a").all():
        link.click()
    assert {request.partition("#")[0] for request in reader.requests} == {address}
    assert reader.complaints == []


def test_what_is_put_into_a_page_may_neither_run_nor_ask(own: Reading) -> None:
    reader = own()
    reader.open("sent-en")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        told = reader.page.evaluate(INTRUDER, address)
        assert told == ["not run", "refused", "refused"]
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert len(reader.complaints) >= 4  # script, style, picture, fetch
    assert all("Content Security Policy" in complaint for complaint in reader.complaints)


@pytest.mark.parametrize("code", ["en", "nl"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_every_page(own: Reading, scheme: Literal["light", "dark"], code: str) -> None:
    reader = own(scheme)
    found = []
    for name in NAMES:
        reader.open(f"{name}-{code}")
        reader.page.evaluate("document.querySelectorAll('.day[open] details').forEach((each) => { each.open = true; })")
        response = Axe().run(reader.page).response
        found += [
            f"{name}: {each['id']}: {[node['html'] for node in each['nodes'][:2]]}" for each in response["violations"]
        ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("code", ["en", "nl"])
@pytest.mark.parametrize("name", NAMES)
def test_a_narrow_window_needs_no_scrolling_sideways(own: Reading, name: str, code: str) -> None:
    reader = own(width=320)
    reader.open(f"{name}-{code}")
    reader.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 320
