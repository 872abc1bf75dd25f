"""What Barometer is, in words."""

from datetime import time, timedelta

import pytest

from barometer_agent.about import COMMANDS, Section, sections
from barometer_agent.cli.main import COMMANDS as ALL
from barometer_agent.language import speaker
from barometer_agent.prompting import Rules
from barometer_shared.metrics import METRICS

STRICT = Rules(most=1, window=timedelta(days=60), weekdays=frozenset({1, 3}), begins=time(10), battery_percent=20)


def told(code: str, rules: Rules | None, without: tuple[str, ...] = ()) -> dict[str, Section]:
    return {one.title: one for one in sections(speaker(code), code, rules, without, "/data")}


def texts(section: Section) -> str:
    return " ".join(point.text for point in section.points)


def test_the_rules_are_those_that_hold_here() -> None:
    asks = texts(told("en", STRICT)["When a question comes by itself"])
    assert "At most 1 questions in 60 days, at least 7 days apart." in asks
    assert "Tuesday, Thursday, between 10:00 and 17:00." in asks
    assert "first 30 days" in asks
    assert "less than 20 %" in asks


@pytest.mark.parametrize(("rules", "word"), [(None, "Nu niet: Barometer draait"), (Rules(never=True), "Helemaal niet")])
def test_where_no_question_comes_that_is_said(rules: Rules | None, word: str) -> None:
    (point,) = told("nl", rules)["Wanneer er vanzelf een vraag komt"].points
    assert point.text.startswith(word)


@pytest.mark.parametrize(
    ("code", "title"), [("en", "What is measured on this laptop"), ("nl", "Wat er op deze laptop gemeten wordt")]
)
def test_all_that_is_measured_here_is_named_and_nothing_else(code: str, title: str) -> None:
    names = {point.name for point in told(code, None, ("app_hang", "boot_ms"))[title].points}
    assert names == {row.meaning(code).title for name, row in METRICS.items() if name not in ("app_hang", "boot_ms")}


def test_every_command_that_is_named_is_there() -> None:
    typed = [point.typed for point in told("en", None)["At the wheel yourself"].points if point.typed]
    assert typed == [f"barometer-agent {command}" for command in COMMANDS]
    assert set(COMMANDS) <= set(ALL)
