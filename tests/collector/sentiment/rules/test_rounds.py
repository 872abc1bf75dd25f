"""Rounds: four weeks from a Monday on, named for it, and a sample that nobody can choose."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.sentiment.rules.rounds import SPREAD_DAYS, Round, is_in_sample, round_of, rounds_between

DAY_MS = 86_400_000
SECRET = b"a secret of thirty-two bytes...."
days = st.integers(0, 60_000)


@given(days)
def test_every_day_is_in_one_round_of_four_weeks_that_begins_on_a_monday(day: int) -> None:
    found = round_of(day)
    assert found.first_day <= day <= found.last_day
    assert found.ends_at - found.starts_at == 28 * DAY_MS
    assert (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=found.first_day)).weekday() == 0
    assert round_of(found.last_day + 1).first_day == found.last_day + 1


@given(days, st.integers(0, 200))
def test_the_rounds_between_two_days_hold_every_day_between_them(first: int, more: int) -> None:
    found = rounds_between(first, first + more)
    assert {round_of(day) for day in range(first, first + more + 1)} == set(found)
    assert list(found) == sorted(found, key=lambda each: each.first_day)


def test_a_round_is_named_for_its_first_day() -> None:
    assert Round(20_752).slug("pulse") == "pulse-2026-10-26"
    assert Round(20_752).slug("slow_boot") == "slow_boot-2026-10-26"


def test_the_last_week_of_a_round_is_for_those_who_were_away_on_their_turn() -> None:
    assert SPREAD_DAYS == 21


def test_a_sample_is_about_as_large_as_it_should_be_and_stays_the_same() -> None:
    for percent in (1, 25, 50, 90):
        chosen = {device for device in range(4_000) if is_in_sample(SECRET, "pulse-1", device, percent)}
        assert abs(len(chosen) - 40 * percent) < 130  # four standard deviations at most
        assert chosen == {device for device in range(4_000) if is_in_sample(SECRET, "pulse-1", device, percent)}


def test_another_round_and_another_installation_draw_other_people() -> None:
    def drawn(secret: bytes, slug: str) -> list[bool]:
        return [is_in_sample(secret, slug, device, 50) for device in range(200)]

    assert len({tuple(drawn(*each)) for each in ((SECRET, "a"), (SECRET, "b"), (b"x" * 32, "a"))}) == 3


@given(st.binary(), st.text(), st.integers(0, 1 << 63), st.integers(0, 100))
def test_a_larger_sample_holds_the_smaller_one(secret: bytes, slug: str, device: int, percent: int) -> None:
    slug = slug.encode("utf-8", "replace").decode()
    assert is_in_sample(secret, slug, device, 100)
    assert not is_in_sample(secret, slug, device, 0)
    if is_in_sample(secret, slug, device, percent):
        assert is_in_sample(secret, slug, device, min(100, percent + 1))
