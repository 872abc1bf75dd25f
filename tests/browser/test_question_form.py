"""The question in a real Chromium, as a screen reader gets it: by roles and names, with the keyboard alone."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from barometer_agent.language import speaker
from barometer_agent.link.messages import TellIt
from barometer_agent.tray import form, telling_form
from barometer_agent.tray.answering import Given
from barometer_agent.tray.form_parts import FormParts
from barometer_agent.tray.local_form import LocalForm
from barometer_shared.questions import Anonymous, Faces, FacesAnswer, FollowUp, OpenQuestion, Option

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OPTIONS = [Option("network", {"en": "Network or Wi-Fi"}), Option("help", {"en": "Help from IT"})]
ASKED = OpenQuestion(
    "pulse",
    Faces({"en": "How well did your laptop work today?"}),
    {"en": "The IT service desk"},
    {"en": "We fix what troubles most people first."},
    9,
    follow_ups=[FollowUp({"en": "What is it about?"}, OPTIONS)],
    contact=True,
)
NOBODYS = OpenQuestion(
    "calm", ASKED.question, ASKED.asker, ASKED.why, 9, anonymous=Anonymous({"en": "all"}, "A" * 66, "0" * 64, 9, 9)
)


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(color_scheme=request.param)
    yield context.new_page()
    context.close()


class Asking:
    """Something that is asked in a thread of its own, as the agent's process would, and what it came to."""

    def __init__(self, folder: Path, show: Callable[[Callable[[str], bool]], object]) -> None:
        self.ended: list[object] = []
        self._file = folder / "question.html"
        self._opened = threading.Event()
        self._thread = threading.Thread(target=lambda: self.ended.append(show(self._open)))
        self._thread.start()

    def address(self) -> str:
        assert self._opened.wait(30)
        return self._file.as_uri()

    def end(self) -> object:
        self._thread.join(30)
        return self.ended[0]

    def _open(self, shown: str) -> bool:
        self._file.write_text(shown, "utf-8")
        self._opened.set()
        return True


def asking(asked: OpenQuestion) -> Callable[[Callable[[str], bool]], object]:
    return lambda open_page: form.show(asked, speaker("en"), "en", "today", open_page)


def sound(page: Page) -> None:
    """Nothing that stands in the way of anybody, as far as a program can tell."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def tab_to(page: Page, name: str) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText") == name:
            return
    pytest.fail(f"{name}: not reached")


def test_a_question_is_answered_with_the_keyboard_and_every_part_has_a_name(page: Page, tmp_path: Path) -> None:
    asked = Asking(tmp_path, asking(ASKED))
    page.goto(asked.address())
    assert page.get_by_role("group", name="How well did your laptop work today?").count() == 1
    assert page.get_by_role("checkbox", name="IT may see this with my laptop").count() == 1
    sound(page)
    tab_to(page, "IT may see this with my laptop")
    page.keyboard.press("Enter")  # which answers nothing
    page.get_by_role("alert").get_by_text("Please choose one of the answers").wait_for()
    tab_to(page, "Bad")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What is it about?").wait_for()
    sound(page)
    page.get_by_role("button", name="Help from IT").press("Enter")
    page.get_by_label("Anything to add?").fill("since Monday")
    page.get_by_role("checkbox", name="IT may contact me").check()
    sound(page)
    page.get_by_role("button", name="Done").press("Enter")
    page.get_by_text("You can close this page now.").wait_for()
    sound(page)
    assert asked.end() == Given(FacesAnswer(2), share=True, comment="since Monday", topic="help", contact=True)


def test_an_anonymous_question_reads_who_sees_it_before_its_answers(page: Page, tmp_path: Path) -> None:
    asked = Asking(tmp_path, asking(NOBODYS))
    page.goto(asked.address())
    sound(page)
    words = page.inner_text("main")
    assert words.index("Your answer does not say that it is yours") < words.index("Very bad")
    assert page.get_by_role("checkbox").count() == 0
    page.get_by_role("button", name="Very good").click()
    page.get_by_text("can give you away").wait_for()
    page.get_by_role("button", name="Done").click()
    page.get_by_text("You can close this page now.").wait_for()
    assert asked.end() == Given(FacesAnswer(5))


def test_telling_something_is_as_easy(page: Page, tmp_path: Path) -> None:
    sent: list[TellIt] = []

    def send(told: TellIt) -> str:
        sent.append(told)
        return ""

    telling = Asking(tmp_path, lambda open_page: telling_form.show(speaker("en"), "en", "today", open_page, send))
    page.goto(telling.address())
    sound(page)
    page.get_by_label("What do you want to tell IT?").fill("The dock fails.")
    page.get_by_role("radio", name="Bad", exact=True).check()
    page.get_by_role("button", name="Send").click()
    page.get_by_text("It is on its way to IT.").wait_for()
    assert telling.end() is True
    assert sent == [TellIt("The dock fails.", 2, language="en")]


def test_when_nobody_listens_any_more_nothing_can_be_filled_in_and_that_is_said(page: Page, tmp_path: Path) -> None:
    with LocalForm() as made:
        parts = FormParts(made, speaker("en"), "en", "today")
        file = tmp_path / "late.html"
        file.write_text(parts.whole("Title", parts.sends(parts.buttons([("x", "Good")])), waits_seconds=11), "utf-8")
        page.goto(file.as_uri())
        expect(page.get_by_role("button", name="Good")).to_be_visible()
        expect(page.get_by_text("This page has waited long enough")).to_be_hidden()
        expect(page.get_by_role("button", name="Good")).to_be_hidden(timeout=10_000)
        expect(page.get_by_text("This page has waited long enough")).to_be_visible()
