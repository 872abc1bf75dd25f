"""The page of what Barometer is."""

from datetime import UTC, datetime

from barometer_agent.about import Point, Section
from barometer_agent.language import speaker
from barometer_agent.pages.about_page import about_page
from tests.agent.pages.reading import read

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def test_each_part_has_its_heading_and_what_is_typed_looks_typed() -> None:
    parts = [
        Section("What it is", [Point("It <measures>.")]),
        Section(
            "Yourself", [Point("what was sent", typed="barometer-agent sent"), Point("How long", name="Boot time")]
        ),
    ]
    root = read(about_page(parts, speaker("en"), "en", NOW))
    assert root.all("h1")[0].text == "About Barometer"
    assert [one.text for one in root.all("h2")] == ["What it is", "Yourself"]
    assert [one.text for one in root.all("h3")] == ["barometer-agent sent", "Boot time"]
    assert [one.text for one in root.all("code")] == ["barometer-agent sent"]
    assert "It <measures>." in [one.text for one in root.all("p")]
