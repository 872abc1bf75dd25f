"""Every page, as readers see it: without complaints of the browser, for everyone, on every screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from barometer_collector.people.rules import Role
from tests.browser.conftest import Reading
from tests.collector.web.example import EMPTY

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = (
    "/",
    "/teams/finance",
    "/teams/support",
    "/teams/new",
    "/anonymous",
    "/devices",
    "/told",
    "/devices/00000000000000a1",
    "/devices/00000000000000a2",
)
MISSING = "/teams/nobody"


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_every_page(reading: Reading, scheme: str, language: str) -> None:
    reader = reading(scheme, language)
    reader.open("/sign-in")
    found = _violations(reader.page, "/sign-in")
    reader.sign_in(Role.OPERATIONS)
    for path in (*PAGES, MISSING):
        reader.open(path)
        reader.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        found += _violations(reader.page, path)
    reader.site.figures.told = EMPTY
    reader.open("/")
    found += _violations(reader.page, "first run")
    assert not found, "\n".join(found)


def test_no_page_makes_the_browser_complain(reading: Reading) -> None:
    reader = reading()
    reader.open("/sign-in")
    reader.sign_in(Role.OPERATIONS)
    for path in PAGES:
        reader.open(path)
        reader.page.wait_for_load_state("networkidle")
    assert reader.complaints == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_narrow_phone_shows_every_page_without_scrolling_sideways(reading: Reading, language: str) -> None:
    reader = reading(width=320, language=language)
    reader.sign_in(Role.OPERATIONS)
    reader.site.figures.told = EMPTY
    reader.open("/")
    wide = _wider_than_the_screen(reader.page, "first run")
    for path in (*PAGES, MISSING):
        reader.open(path)
        wide += _wider_than_the_screen(reader.page, path)
    reader.page.click("form.who button")
    reader.page.wait_for_url("**/sign-in")
    assert wide + _wider_than_the_screen(reader.page, "/sign-in") == []


def test_charts_are_drawn_from_their_tables(reading: Reading) -> None:
    reader = reading()
    reader.sign_in(Role.OPERATIONS)
    reader.open("/devices/00000000000000a1")
    reader.page.wait_for_selector(".plot canvas")
    assert reader.page.locator(".plot canvas").count() == reader.page.locator("figure.chart").count() == 3
    assert reader.page.locator(".u-legend").first.inner_text().count("collector") == 1


def test_names_are_shown_and_never_run(reading: Reading) -> None:
    reader = reading()
    reader.page.on("dialog", lambda dialog: reader.complaints.append(f"a dialog opened: {dialog.message}"))
    reader.sign_in(Role.OPERATIONS)
    for path in ("/", "/teams/support", "/devices", "/devices/00000000000000a1"):
        reader.open(path)
        assert "<script>alert(1)</script>" in reader.page.inner_text("main")
    assert reader.complaints == []


def test_a_script_in_the_page_would_not_run(reading: Reading) -> None:
    reader = reading()
    reader.sign_in(Role.VIEWER)
    reader.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
        }"""
    )
    assert reader.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in complaint for complaint in reader.complaints)


def test_the_first_key_leads_past_the_header(reading: Reading) -> None:
    reader = reading()
    reader.sign_in(Role.VIEWER)
    reader.open("/")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.className") == "skip"
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "main"


def _violations(page: Page, where: str) -> list[str]:
    response = Axe().run(page).response
    return [f"{where}: {each['id']}: {[node['html'] for node in each['nodes'][:2]]}" for each in response["violations"]]


def _wider_than_the_screen(page: Page, where: str) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"{where} is {width} wide"] if width > 320 else []
