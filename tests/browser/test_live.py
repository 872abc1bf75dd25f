"""The overview refreshes by itself, and what one was looking at stays."""

from dataclasses import replace

import pytest

from barometer_collector.people.rules import Role
from tests.browser.conftest import Reading
from tests.collector.web.example import FLEET

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

REFRESH = "htmx.ajax('GET', '/', {source: '#figures', target: '#figures', swap: 'outerHTML'})"


def test_fresh_figures_come_in_and_what_was_opened_stays_open(reading: Reading) -> None:
    reader = reading()
    page = reader.page
    reader.sign_in(Role.VIEWER)
    page.click("text=Show as a table")
    reader.site.figures.told = replace(FLEET, fleet=replace(FLEET.fleet, devices=34))
    page.evaluate(REFRESH)
    page.wait_for_selector("text=34 laptops")
    assert page.get_attribute("#table-trend", "open") is not None
    page.wait_for_selector(".plot canvas")
    assert page.locator(".plot canvas").count() == 1
    assert reader.complaints == []


def test_figures_that_did_not_change_leave_the_page_alone(reading: Reading) -> None:
    reader = reading()
    page = reader.page
    reader.sign_in(Role.VIEWER)
    page.evaluate("document.querySelector('h1').dataset.mine = 'kept'")
    with page.expect_response(lambda response: "hx-request" in response.request.headers) as answer:
        page.evaluate(REFRESH)
    assert answer.value.status == 204
    assert page.get_attribute("h1", "data-mine") == "kept"


def test_the_page_asks_again_by_itself(reading: Reading) -> None:
    reader = reading()
    page = reader.page
    page.clock.install()
    reader.sign_in(Role.VIEWER)
    with page.expect_response(lambda response: "hx-request" in response.request.headers) as answer:
        page.clock.run_for(16_000)
    assert answer.value.status == 204


def test_a_page_left_open_over_the_end_of_its_session_leads_to_the_sign_in_page(reading: Reading) -> None:
    reader = reading()
    page = reader.page
    reader.sign_in(Role.VIEWER)
    page.context.clear_cookies()
    page.evaluate(REFRESH)
    page.wait_for_url("**/sign-in")
