"""How often and when."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from barometer_agent.prompting.rules import Rules

MONDAY = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
RULES = Rules()


@pytest.mark.parametrize(("times", "days"), [(-1, 7), (0, 7), (1, 14), (4, 112), (1_000_000, 112)])
def test_asking_less_doubles_the_distance_and_ends_somewhere(times: int, days: int) -> None:
    assert RULES.slowed(RULES.apart, times) == timedelta(days=days)


@pytest.mark.parametrize(
    ("now", "next_"),
    [
        (MONDAY.replace(hour=8), MONDAY.replace(hour=9)),
        (MONDAY.replace(hour=18), MONDAY.replace(day=17, hour=9)),
        (MONDAY.replace(day=20, hour=17), MONDAY.replace(day=23, hour=9)),
        (MONDAY, MONDAY.replace(day=17, hour=9)),
    ],
)
def test_working_hours_begin_again_on_the_next_working_day(now: datetime, next_: datetime) -> None:
    assert RULES.opens_next(now) == next_
    assert RULES.is_open(next_)


@pytest.mark.parametrize("without", [replace(RULES, weekdays=frozenset()), replace(RULES, begins=time(17))])
def test_without_working_hours_they_never_begin(without: Rules) -> None:
    assert without.opens_next(MONDAY) is None


def test_a_week_has_one_such_day_at_least() -> None:
    assert replace(RULES, weekdays=frozenset({0})).opens_next(MONDAY) == MONDAY.replace(day=23, hour=9)


def test_after_a_ticket_a_day_goes_by_and_after_all_else_nothing() -> None:
    assert [RULES.waits(what) // timedelta(hours=1) for what in ("ticket", "crash", "something_newer")] == [24, 0, 0]
