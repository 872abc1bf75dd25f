"""How many days of raw samples there is room for."""

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.privacy.retention.rules.budget import (
    RESERVE_RATIO,
    DayBytes,
    Volume,
    allowed_bytes,
    first_affordable,
)

GB = 10**9
WEEK = [DayBytes(day, 10) for day in range(1, 8)]


def test_the_oldest_days_go_first() -> None:
    assert first_affordable(WEEK, 35, 7) == 5


def test_all_that_fits_stays() -> None:
    assert first_affordable(WEEK, 70, 7) is None
    assert first_affordable(WEEK, None, 7) is None


def test_today_never_goes_however_little_room_there_is() -> None:
    assert first_affordable(WEEK, 0, 7) == 7


@given(
    st.lists(st.builds(DayBytes, st.integers(0, 60), st.integers(0, 100)), unique_by=lambda d: d.day),
    st.integers(0, 999),
)
def test_what_stays_fits_and_one_day_more_would_not(days: list[DayBytes], allowed: int) -> None:
    first = first_affordable(days, allowed, 60)
    if first is None:
        assert sum(each.bytes for each in days) <= allowed
        return
    kept = sum(each.bytes for each in days if each.day >= first)
    before = max((each.day for each in days if each.day < first), default=None)
    assert kept <= allowed or first == 60
    assert before is None or sum(each.bytes for each in days if each.day >= before) > allowed


def test_a_share_of_the_disk_is_left_free_whatever_the_budget_says() -> None:
    full = Volume(total=100 * GB, free=1 * GB)
    assert allowed_bytes(50 * GB, 30 * GB, 2 * GB, full) == 28 * GB
    assert allowed_bytes(None, 30 * GB, 2 * GB, full) == 28 * GB
    assert allowed_bytes(20 * GB, 30 * GB, 2 * GB, full) == 20 * GB
    assert allowed_bytes(20 * GB, 1, 0, None) == 20 * GB
    assert allowed_bytes(None, 1, 0, None) is None


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_deleting_does_not_ask_for_more_deleting(raw: int, reusable: int, free: int, deleted: int) -> None:
    volume = Volume(total=200, free=free)
    deleted = min(deleted, raw)
    assert allowed_bytes(None, raw, reusable, volume) == allowed_bytes(None, raw - deleted, reusable + deleted, volume)
    assert int(volume.total * RESERVE_RATIO) == 10
