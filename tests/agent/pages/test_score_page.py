"""The page of the score."""

from datetime import UTC, datetime

import msgspec
import pytest

from barometer_agent.language import speaker
from barometer_agent.pages.score_page import score_page
from barometer_agent.reported import Reported
from barometer_shared.report import DeviceReport, Part
from tests.agent.pages.reading import Element, read

NOW = datetime(2026, 9, 21, 14, 13, tzinfo=UTC)
HOSTILE = "</p><script>alert(1)</script>\u202e"


def page(told: DeviceReport, code: str = "en") -> Element:
    return read(score_page(Reported(told, speaker(code), code, UTC), NOW))


def test_what_helps_and_what_costs_points_come_first(device_report: DeviceReport) -> None:
    root = page(device_report)
    assert (
        root.all("p", class_="note")[0].text
        == "From 14 September to 21 September. Of what counts, 90 % could be measured."
    )
    assert [one.text for one in root.all("li", class_="tip")] == ["Boot: Not restarted for 34 days."]
    assert [one.text for one in root.all("h3")] == ["Boot", "Network", "Storage", "Sign-in"]
    costs = [one.text for one in root.all("p", class_="cost")]
    assert costs == [
        "poor 31.0 of 100 · costs 14.2 points",
        "average 58.4 of 100 · costs 10.4 points",
        "good 100.0 of 100",
    ]


def test_what_has_no_data_has_no_figure(device_report: DeviceReport, empty_report: DeviceReport) -> None:
    (section,) = page(device_report).all("section", aria_labelledby="empty")
    assert "nobody has signed in yet" in section.text
    assert section.all("svg") == []
    root = page(empty_report)
    assert root.all("path", class_="needle") == []
    assert "This laptop has no score yet." in root.text
    assert "Too little was measured." in root.text


def test_the_limit_that_the_lowest_part_sets_has_no_meter(device_report: DeviceReport) -> None:
    limit = Part("cap", {"en": "One part far below the rest"}, 75.2, 6.5, {})
    root = page(msgspec.structs.replace(device_report, parts=[limit]))
    assert [one.text for one in root.all("p", class_="cost")] == ["costs 6.5 points"]
    assert root.all("svg", class_="meter") == []


@pytest.mark.parametrize("code", ["en", "nl"])
def test_every_heading_is_labelled_and_every_label_is_there(device_report: DeviceReport, code: str) -> None:
    root = page(device_report, code)
    ids = [one.attributes["id"] for one in root.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    assert {one.attributes["aria-labelledby"] for one in root.all("section")} <= set(ids)


def test_words_of_the_collector_are_words(device_report: DeviceReport) -> None:
    part = msgspec.structs.replace(
        device_report.parts[2], name={"en": HOSTILE}, finding={"en": HOSTILE}, tip={"en": HOSTILE}
    )
    root = page(msgspec.structs.replace(device_report, parts=[part], missing={"en": HOSTILE}, score=None, band=HOSTILE))
    assert root.all("script") == []
    assert root.text.count("</p><script>alert(1)</script>") == 5
    assert "\u202e" not in root.text
