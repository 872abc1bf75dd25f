"""Days and windows."""

from datetime import UTC, datetime

from barometer_collector.scoring.rules.days import Day, day_of, end_of, first_of_trend, iso_of, ms_of, past_day

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


def test_today_counts_what_devices_ahead_of_utc_measured_in_their_tomorrow() -> None:
    day = day_of(NOON)
    assert (day.iso, day.last) == ("2026-11-18", day.day + 1)


def test_a_day_that_is_over_counts_to_its_end() -> None:
    assert past_day(20_000) == Day(20_000, 20_000)
    assert end_of(day_of(NOON).day) == ms_of(datetime(2026, 11, 19, tzinfo=UTC)) - 1


def test_a_window_of_seven_days_begins_six_days_before() -> None:
    assert Day(20_000, 20_000).first(7) == 19_994
    assert iso_of(0) == "1970-01-01"


def test_a_trend_of_thirty_days_ends_today() -> None:
    assert iso_of(first_of_trend(day_of(NOON))) == "2026-10-20"
