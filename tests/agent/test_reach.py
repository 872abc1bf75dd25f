"""How a question can reach the people of a laptop."""

from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.clock import Clock
from barometer_agent.link.messages import Way
from barometer_agent.reach import LASTS_MS, Reach

if TYPE_CHECKING:
    FakeClock = Any


@pytest.fixture
def reach(clock: Clock) -> Reach:
    return Reach(clock)


def test_where_no_icon_told_nothing_is_known(reach: Reach) -> None:
    assert reach.unreached() is None


def test_who_has_neither_icon_nor_notifications_is_counted_once(reach: Reach) -> None:
    for account, way in (("anna", Way.ICON), ("bert", Way.NOTIFICATION)):
        reach.told(account, way)
    assert reach.unreached() == 0
    for _ in range(2):
        reach.told("cleo", Way.NOTHING)
    assert reach.unreached() == 1


def test_the_latest_word_counts(reach: Reach) -> None:
    reach.told("anna", Way.NOTHING)
    reach.told("anna", Way.ICON)
    assert reach.unreached() == 0


def test_who_has_signed_out_is_forgotten(reach: Reach, clock: "FakeClock") -> None:
    reach.told("anna", Way.NOTHING)
    clock.advance(LASTS_MS - 1)
    assert reach.unreached() == 1
    clock.advance(1)
    assert reach.unreached() is None


def test_a_clock_that_is_set_changes_nothing(reach: Reach, clock: "FakeClock") -> None:
    reach.told("anna", Way.NOTHING)
    clock.step(10 * LASTS_MS)
    assert reach.unreached() == 1
