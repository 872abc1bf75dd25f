"""What time it is, and what was measured while the clock was wrong."""

import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.clock import STEP_MS, Moment, SystemClock, corrected, step_ms

TAKEN = Moment(1_000_000_000, 0, "boot", 50_000)


def later(by_ms: int, stepped_ms: int = 0) -> Moment:
    return replace(TAKEN, utc_ms=TAKEN.utc_ms + by_ms + stepped_ms, monotonic_ms=TAKEN.monotonic_ms + by_ms)


def test_a_clock_that_was_not_set_corrects_nothing() -> None:
    assert corrected(TAKEN.utc_ms - 10, TAKEN, later(3_600_000)) == TAKEN.utc_ms - 10


def test_a_sample_moves_with_the_clock_that_was_set_after_it() -> None:
    year = int(timedelta(days=365).total_seconds() * 1000)
    assert corrected(TAKEN.utc_ms, TAKEN, later(60_000, stepped_ms=year)) == TAKEN.utc_ms + year


def test_what_lies_before_the_boot_keeps_its_date() -> None:
    before_boot = TAKEN.utc_ms - TAKEN.monotonic_ms - 1
    assert corrected(before_boot, TAKEN, later(60_000, stepped_ms=90_000)) == before_boot


def test_another_boot_tells_nothing_about_the_clock() -> None:
    other = replace(later(60_000, stepped_ms=90_000), boot_id="other")
    assert step_ms(TAKEN, other) == 0


def test_slewing_is_no_step() -> None:
    assert step_ms(TAKEN, later(60_000, stepped_ms=STEP_MS - 1)) == 0


@given(st.integers(0, 10**9), st.integers(-(10**8), 10**8))
def test_a_corrected_time_is_never_negative(by_ms: int, stepped_ms: int) -> None:
    assert corrected(TAKEN.utc_ms, TAKEN, later(by_ms, stepped_ms)) >= 0


def test_the_clock_of_this_laptop_counts_from_its_start() -> None:
    now = SystemClock("boot").now()
    assert now.boot_id == "boot"
    assert 0 < now.monotonic_ms < now.utc_ms
    assert now.month == now.utc.strftime("%Y-%m")


@pytest.mark.skipif(sys.platform == "win32", reason="TZ is POSIX's")
def test_a_laptop_that_travels_is_in_its_new_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock("boot")
    with monkeypatch.context() as travelling:
        for zone, minutes in (("UTC0", 0), ("JST-9", 540), ("NST3:30", -210)):
            travelling.setenv("TZ", zone)
            assert clock.now().utc_offset_minutes == minutes
    clock.now()
