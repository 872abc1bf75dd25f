"""Whether somebody works on the laptop."""

from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.in_use import KEPT_MS, TOLD_MS, InUse
from barometer_agent.sources.usage import IDLE_AFTER_MS, Use

if TYPE_CHECKING:
    FakeClock = Any


def test_whoever_asks_at_about_the_same_time_gets_one_answer(clock: "FakeClock") -> None:
    answers = [Use(True, "input"), Use(False, "input")]
    in_use = InUse(clock, lambda: answers.pop(0))
    assert in_use.at_work()
    clock.advance(KEPT_MS - 1)
    assert in_use.read() == Use(True, "input")
    clock.advance(1)
    assert not in_use.at_work()
    assert answers == []


def test_whoever_asks_once_a_minute_gets_a_new_answer_each_time(clock: "FakeClock") -> None:
    asked = []
    in_use = InUse(clock, lambda: asked.append(clock.now()) or Use(True, "awake"))
    for _ in range(5):
        assert in_use.at_work()
        clock.advance(54_000)
    assert len(asked) == 5


def test_what_a_tray_tells_of_input_counts_where_windows_tells_of_none(clock: "FakeClock") -> None:
    in_use = InUse(clock, lambda: Use(True, "session"))
    assert in_use.read() == Use(True, "session")
    in_use.touched(IDLE_AFTER_MS)
    assert in_use.read() == Use(True, "input")
    clock.advance(1)
    assert in_use.read() == Use(False, "input")
    in_use.touched(0)
    assert in_use.read() == Use(True, "input")


def test_a_tray_that_is_silent_is_gone_and_an_unlocked_session_counts_again(clock: "FakeClock") -> None:
    in_use = InUse(clock, lambda: Use(True, "session"))
    in_use.touched(2 * IDLE_AFTER_MS)
    clock.advance(TOLD_MS)
    assert in_use.read() == Use(False, "input")
    clock.advance(1)
    assert in_use.read() == Use(True, "session")


def test_of_several_trays_the_latest_input_counts(clock: "FakeClock") -> None:
    in_use = InUse(clock, lambda: Use(True, "session"))
    in_use.touched(1000)
    in_use.touched(2 * IDLE_AFTER_MS)
    assert in_use.read() == Use(True, "input")


@pytest.mark.parametrize("told", [Use(False, "session"), Use(True, "awake"), Use(False, "input"), Use(True, "input")])
def test_input_says_nothing_against_what_the_system_tells(clock: "FakeClock", told: Use) -> None:
    in_use = InUse(clock, lambda: told)
    in_use.touched(0)
    assert in_use.read() == told
