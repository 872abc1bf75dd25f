"""The pace follows the load, slowly, and never leaves what the settings allow."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.delivery.rules.fleet import (
    FEW,
    HIGH_MS,
    LOW_MS,
    Load,
    Watched,
    next_pace,
    spread_seconds,
    steps,
)

PACES = steps(300, 1_800)
START = 1_795_000_000_000
LOOK_MS = 30_000
FULL, BUSY, IDLE = Load(0.9), Load(0.6), Load(0.05)


def _watch(loads: Iterable[Load], interval: int = 300, spread_ms: int = 0) -> list[tuple[int, int, str]]:
    """Every change: after how many milliseconds, to which pace and why; one look every half minute."""
    watched, changes = Watched(interval, 0), []
    for number, load in enumerate(loads):
        now = START + number * LOOK_MS
        watched, why = next_pace(watched, load, PACES, spread_ms, now)
        if why:
            changes.append((now - START, watched.interval_seconds, why))
    return changes


def test_the_paces_are_the_settings_and_the_steps_between_them() -> None:
    assert steps(300, 900) == (300, 600, 900)
    assert steps(60, 700) == (60, 300, 600, 700)
    assert steps(300, 300) == steps(300, 100) == (300,)


def test_a_fleet_that_the_intake_bears_keeps_its_pace() -> None:
    assert _watch([BUSY] * 2_000) == []
    assert _watch([IDLE] * 2_000) == []


def test_a_wave_of_two_minutes_changes_nothing() -> None:
    wave = HIGH_MS // LOOK_MS
    assert _watch(([FULL] * wave + [BUSY] * 10) * 5) == []


def test_a_fleet_that_is_too_much_is_asked_to_send_less_often_step_by_step() -> None:
    changes = _watch([FULL] * 400)
    assert [(pace, why) for _, pace, why in changes] == [(600, "load"), (900, "load"), (1_800, "load")]
    moments = [at for at, _, _ in changes]
    assert moments[0] == HIGH_MS
    assert all(later - before >= 600_000 for before, later in pairwise(moments))


def test_batches_that_were_sent_away_count_as_too_much() -> None:
    assert _watch([Load(0.1, refused=1)] * 10)[0][1:] == (600, "load")


def test_it_is_faster_again_once_there_has_been_room_for_half_an_hour() -> None:
    changes = _watch([IDLE] * 2_000, interval=900)
    assert [pace for _, pace, _ in changes] == [600, 300]
    assert changes[0][0] == LOW_MS
    assert {why for _, _, why in changes} == {"room"}


def test_a_load_that_would_be_too_much_at_the_faster_pace_keeps_the_slower_one() -> None:
    assert _watch([Load(0.3)] * 2_000, interval=600) == []


def test_a_change_is_waited_for_until_the_whole_fleet_has_heard_of_it() -> None:
    changes = _watch([FULL] * 2_000, spread_ms=3_600_000)
    moments = [at for at, _, _ in changes]
    assert all(later - before >= 3_600_000 + 600_000 for before, later in pairwise(moments))


@pytest.mark.parametrize(("told", "kept"), [(60, 300), (450, 300), (700, 600), (7_200, 1_800)])
def test_a_pace_that_the_settings_do_not_know_any_more_becomes_one_of_theirs(told: int, kept: int) -> None:
    watched, why = next_pace(Watched(told, START), BUSY, PACES, 0, START)
    assert (watched.interval_seconds, why) == (kept, "settings")


def test_a_clock_that_was_a_day_ahead_and_is_set_right_holds_up_nothing() -> None:
    ahead = Watched(300, START + 86_400_000, high_since=START + 86_400_000)
    watched, why = next_pace(ahead, FULL, PACES, 0, START)
    assert (why, watched.changed_at, watched.high_since) == ("", START, START)
    later = START + 900_000
    assert next_pace(watched, FULL, PACES, 0, later)[1] == "load"


@given(
    loads=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3)), max_size=200),
    jumps=st.lists(st.integers(-90_000_000, 90_000_000), max_size=200),
    interval=st.integers(5, 3_600),
)
def test_whatever_the_load_and_the_clock_do_the_pace_is_one_that_the_settings_allow(
    loads: list[tuple[float, int]], jumps: list[int], interval: int
) -> None:
    watched, now = Watched(interval, START), START
    for number, (share, refused) in enumerate(loads):
        before, now = watched, now + LOOK_MS + (jumps[number] if number < len(jumps) else 0)
        watched, why = next_pace(watched, Load(share, 0.0, refused), PACES, 0, now)
        assert watched.interval_seconds in PACES
        assert bool(why) == (watched.interval_seconds != before.interval_seconds)


def test_a_large_fleet_is_told_in_turn_and_a_small_one_at_once() -> None:
    assert spread_seconds(FEW - 1) == 0
    assert spread_seconds(100_000) == 333
    assert spread_seconds(1_000_000) == 3_333
    assert spread_seconds(10_000_000) == 3_600
