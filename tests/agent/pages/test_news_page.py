"""The page of what IT did."""

from datetime import UTC, datetime

import msgspec

from barometer_agent.language import speaker
from barometer_agent.pages.news_page import news_page
from barometer_agent.reported import Reported
from barometer_shared.report import DeviceReport, News
from tests.agent.pages.reading import Element, read

NOW = datetime(2026, 9, 21, 14, 13, tzinfo=UTC)


def page(told: DeviceReport, code: str = "en") -> Element:
    return read(news_page(Reported(told, speaker(code), code, UTC), NOW))


def test_each_thing_that_it_did_has_its_day_and_what_people_had_said(device_report: DeviceReport) -> None:
    (article,) = page(device_report).all("article")
    assert article.all("time")[0].attributes["datetime"] == "2026-09-10"
    assert [one.text for one in (*article.all("h2"), *article.all("p"))] == [
        "New docks",
        "What people said: slow",
        "One.\nTwo.",
    ]
    assert page(device_report, "nl").all("h2")[0].text == "Nieuwe docks"


def test_that_there_is_nothing_yet_is_said(empty_report: DeviceReport) -> None:
    assert "IT has not written anything yet." in page(empty_report).text
    assert page(empty_report).all("article") == []


def test_words_of_the_collector_are_words(empty_report: DeviceReport) -> None:
    hostile = {"en": "<img src=x onerror=alert(1)>"}
    root = page(msgspec.structs.replace(empty_report, news=[News("n", 5, hostile, hostile, hostile)]))
    assert root.all("img") == []
    assert root.text.count("<img src=x onerror=alert(1)>") == 3
