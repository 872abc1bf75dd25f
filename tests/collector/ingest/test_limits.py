"""A laptop that sends without end is held back; one that hands in a month of work, or whose id is claimed, is not."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.devices.rules import DeviceKey
from barometer_collector.errors import ProblemError
from barometer_collector.ingest import limits
from barometer_collector.ingest.limits import BURST_MINUTES, Limits

KEY = DeviceKey(1, "a" * 64)
BURST = int(60 * BURST_MINUTES)


class Seconds:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def _taken(kept: Limits, key: DeviceKey, times: int) -> int:
    """How many of so many attempts are let through."""
    taken = 0
    for _ in range(times):
        with suppress(ProblemError):
            kept.keep(key)
            taken += 1
    return taken


def test_whoever_is_held_back_is_told_when_to_come_again(seconds: Seconds) -> None:
    kept = Limits(1, seconds)
    _taken(kept, KEY, 10)
    with pytest.raises(ProblemError) as caught:
        kept.keep(KEY)
    assert caught.value.problem.status == 429
    assert 30 <= int(caught.value.headers["Retry-After"]) <= 90


def test_a_backlog_of_a_month_passes_at_once_and_a_flood_does_not(seconds: Seconds) -> None:
    kept = Limits(60, seconds)
    assert _taken(kept, KEY, 250) == 250
    assert _taken(kept, KEY, 10_000) == BURST - 250


def test_whoever_was_held_back_may_send_again_at_the_pace_that_is_allowed(seconds: Seconds) -> None:
    kept = Limits(60, seconds)
    assert _taken(kept, KEY, BURST) == BURST
    seconds.now += 30
    assert _taken(kept, KEY, 100) == 30
    seconds.now += 60 * BURST_MINUTES
    assert _taken(kept, KEY, 10_000) == BURST


def test_whoever_claims_the_id_of_another_laptop_cannot_lock_it_out(seconds: Seconds) -> None:
    kept = Limits(60, seconds)
    _taken(kept, DeviceKey(KEY.device_id, "b" * 64), 10_000)
    assert _taken(kept, KEY, BURST) == BURST


def test_invented_keys_take_no_more_memory_than_is_set_aside(seconds: Seconds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEPT", 100)
    kept = Limits(60, seconds)
    assert _taken(kept, KEY, BURST + 1) == BURST
    for number in range(1_000):
        kept.keep(DeviceKey(number, "c"))
        assert len(kept) <= 100
        seconds.now += 0.5 * (number % 2)
    assert _taken(kept, KEY, 2 * BURST) <= 2 * BURST


def test_laptops_at_their_pace_are_forgotten_and_one_that_floods_is_not(
    seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_KEPT", 100)
    kept = Limits(60, seconds)
    _taken(kept, KEY, BURST)
    for number in range(2, 1_000):
        kept.keep(DeviceKey(number, "c"))
        seconds.now += 0.1
    assert _taken(kept, KEY, 1_000) < 110  # the 100 seconds that went by


def test_without_a_limit_there_is_none(seconds: Seconds) -> None:
    kept = Limits(0, seconds)
    assert _taken(kept, KEY, 5_000) == 5_000
    assert len(kept) == 0


@given(per_minute=st.integers(1, 600), steps=st.lists(st.floats(0, 30, allow_nan=False), min_size=1, max_size=300))
def test_never_more_than_a_burst_and_what_came_in_since(per_minute: int, steps: list[float]) -> None:
    seconds = Seconds()
    kept, began, taken = Limits(per_minute, seconds), seconds.now, 0
    for step in steps:
        seconds.now += step
        taken += _taken(kept, KEY, 5)
    allowed = per_minute * (BURST_MINUTES + (seconds.now - began) / 60)
    assert taken <= allowed + 1e-6
    assert taken >= min(5 * len(steps), int(per_minute * BURST_MINUTES) - 1)
