"""Whether somebody works on the laptop."""

from typing import TYPE_CHECKING, Any

from barometer_agent.in_use import KEPT_MS, InUse
from barometer_agent.sources.usage import Use

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
