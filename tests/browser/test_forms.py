"""Everything but the charts works without JavaScript."""

import pytest

from barometer_collector.people.rules import Role
from tests.browser.conftest import Reading

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_one_can_sign_in_read_switch_language_and_sign_out_without_scripts(reading: Reading) -> None:
    reader = reading(scripts=False)
    page = reader.page
    reader.open("/devices/00000000000000a1")
    assert page.url.endswith("/sign-in?next=/devices/00000000000000a1")
    reader.page.fill("#name", Role.OPERATIONS.value)
    reader.page.fill("#password", "a few words together")
    page.click("button.primary")
    page.wait_for_url("**/devices/00000000000000a1")
    page.click("text=Show as a table >> nth=0")
    assert page.is_visible("figure.chart >> nth=0 >> tbody tr >> nth=0")
    page.click("footer button[lang=nl]")
    page.wait_for_selector("text=Wat techniek kost, en waarom")
    page.click("footer button[lang=en]")
    page.wait_for_selector("text=What technology costs, and why")
    page.click("form.who button")
    page.wait_for_url("**/sign-in")
    reader.open("/")
    assert "/sign-in" in page.url


def test_a_wrong_password_is_told_without_scripts(reading: Reading) -> None:
    reader = reading(scripts=False, language="nl")
    reader.open("/sign-in")
    reader.page.fill("#name", "nobody")
    reader.page.fill("#password", "wrong")
    reader.page.click("button.primary")
    reader.page.wait_for_selector("[role=alert]")
    assert reader.page.inner_text("[role=alert]") == "Deze naam en dit wachtwoord horen niet bij elkaar."
    assert reader.page.input_value("#name") == "nobody"


def test_who_may_not_see_laptops_is_not_shown_the_way_and_is_refused(reading: Reading) -> None:
    reader = reading(scripts=False)
    reader.sign_in(Role.VIEWER)
    assert reader.page.locator("nav a").count() == 2
    reader.open("/devices/00000000000000a1")
    assert reader.page.inner_text("h1") == "You may not see this"
