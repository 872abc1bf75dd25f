"""What goes wrong while a fleet works."""

from pathlib import Path

import pytest

from barometer_collector.simulation.live.scenario import (
    NAMED,
    Driver,
    Outage,
    ScenarioError,
    Storm,
    load_scenario,
    read_scenario,
)

WHOLE = """
hours = "working"
[[outages]]
site = "Utrecht"
begins = 5
minutes = 20.5
[[drivers]]
model = "office"
begins = 10
[[slow_vpn]]
begins = 0
minutes = 60
times = 4
[storm]
batches = 3
steady = false
"""


def test_a_file_says_what_goes_wrong(tmp_path: Path) -> None:
    (tmp_path / "day.toml").write_text(WHOLE)
    scenario = load_scenario(str(tmp_path / "day.toml"))
    assert scenario.hours == "working"
    assert scenario.outages == (Outage(site="Utrecht", begins=5, minutes=20.5),)
    assert scenario.drivers == (Driver(model="office", begins=10),)
    assert scenario.storm == Storm(batches=3, steady=False)


@pytest.mark.parametrize("name", NAMED)
def test_each_named_scenario_can_be_played(name: str) -> None:
    assert load_scenario(name) == NAMED[name]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("hours = 'late'", "hours"),
        ("[[outages]]\nbegins = -1\nminutes = 2", "begins"),
        ("[[outages]]\nbegins = 1\nminutes = 2\nsite = 'Atlantis'", "Utrecht"),
        ("[[drivers]]\nbegins = 1\nmodel = 'submarine'", "office"),
        ("[storm]\nbatches = 0", "batches"),
        ("wind = 3", "wind"),
        ("hours = ", "cannot be read"),
    ],
)
def test_what_cannot_be_played_is_told(content: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        read_scenario(content, "mine.toml")


def test_the_scenario_in_the_handbook_can_be_played() -> None:
    handbook = (Path(__file__).parents[4] / "docs" / "administrator.md").read_text("utf-8")
    content = handbook.partition("```toml\nhours = ")[2].partition("```")[0]
    scenario = read_scenario(f"hours = {content}", "handbook")
    assert all((scenario.outages, scenario.drivers, scenario.slow_vpn, scenario.storm))


def test_a_name_that_is_nothing_is_told_with_the_names_that_are() -> None:
    with pytest.raises(ScenarioError, match="bad-driver"):
        load_scenario("nothing-like-it")
