"""How long to wait after a failure."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.uplink.backoff import (
    CAP_SECONDS,
    LONGEST_ASKED_SECONDS,
    http_date,
    pause_seconds,
    retry_after_seconds,
    wait_seconds,
    window_seconds,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@given(st.integers(1, 10**6))
def test_the_window_grows_to_its_cap_and_no_further(failures: int) -> None:
    assert 1 < window_seconds(failures) <= CAP_SECONDS
    assert window_seconds(failures) <= window_seconds(failures + 1)


@given(st.integers(1, 60), st.none() | st.floats(0, 10**7), st.integers())
def test_a_wait_is_within_its_window_and_never_shorter_than_asked(
    failures: int, asked: float | None, seed: int
) -> None:
    wait = wait_seconds(failures, asked, Random(seed))
    least = min(asked or 0.0, LONGEST_ASKED_SECONDS)
    assert least <= wait <= least + max(least, window_seconds(failures))


def test_a_fleet_comes_back_spread_over_the_whole_window() -> None:
    waits = [wait_seconds(8, 60, Random(seed)) - 60 for seed in range(2000)]
    tenths = [sum(1 for wait in waits if part <= wait / window_seconds(8) * 10 < part + 1) for part in range(10)]
    assert min(tenths) > 150


def test_a_fleet_that_was_asked_the_same_does_not_come_back_in_the_same_second() -> None:
    waits = [wait_seconds(1, 120, Random(seed)) for seed in range(2000)]
    assert 120 <= min(waits) < max(waits) <= 240
    assert max(sum(1 for wait in waits if second <= wait < second + 1) for second in range(120, 240)) < 40


@given(st.floats(0.001, 300), st.integers())
def test_a_pause_is_about_what_was_asked(asked: float, seed: int) -> None:
    assert 0.5 * asked <= pause_seconds(asked, Random(seed)) <= 1.5 * asked


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
        ("٣", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds


@given(st.text(max_size=40))
def test_any_header_is_survived(header: str) -> None:
    assert (retry_after_seconds(header, NOW) or 0.0) >= 0.0
    assert http_date(header) is None or http_date(header).tzinfo is UTC  # type: ignore[union-attr]
