from datetime import UTC, datetime, timedelta, timezone

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.web.formats import Formats, as_date, drawn

EN = Formats(Locale.parse("en_GB"), UTC)
NL = Formats(Locale.parse("nl_NL"), timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("value", "unit", "english", "dutch"),
    [
        (8_400, "us", "8.4 ms", "8,4 ms"),
        (312_400, "us", "312 ms", "312 ms"),
        (1_500_000, "us", "1.5 s", "1,5 s"),
        (850, "ms", "850 ms", "850 ms"),
        (83_400, "ms", "83.4 s", "83,4 s"),
        (300_000, "ms", "5 min", "5 min"),
        (285, "permille", "28%", "28%"),
        (5, "permille", "0.5%", "0,5%"),
        (290, "ppm", "0.029%", "0,029%"),
        (34_816, "KiB", "34 MiB", "34 MiB"),
        (2_400_000, "B", "2.4 MB", "2,4 MB"),
        (0, "B", "0 MB", "0 MB"),
        (1500, "thousandths", "1.5", "1,5"),
        (-63, "dBm", "\u221263 dBm", "\u221263 dBm"),
        (150, "min", "150 min", "150 min"),
        (23_400, "s", "6 h 30 min", "6 u 30 min"),
        (59, "s", "59 s", "59 s"),
        (0, "s", "0 s", "0 s"),
        (1_234, "count", "1,234", "1.234"),
        (7, "pages", "7 pages", "7 pages"),
    ],
)
def test_a_value_is_told_in_the_unit_that_a_person_would_choose(
    value: float, unit: str, english: str, dutch: str
) -> None:
    assert EN.value(value, unit).replace("\u00a0", " ") == english
    assert NL.value(value, unit).replace("\u00a0", " ") == dutch


def test_what_is_taken_off_has_a_real_minus() -> None:
    assert EN.number(-12.6, 1) == "\u221212.6"
    assert NL.number(-12.6, 1) == "\u221212,6"


def test_moments_are_told_in_the_given_time_zone() -> None:
    at = round(datetime(2026, 11, 20, 23, 30, tzinfo=UTC).timestamp() * 1000)
    assert EN.moment(at) == "20 Nov 2026 23:30"
    assert NL.moment(at) == "21 nov 2026 00:30"
    assert NL.iso(at) == "2026-11-21T00:30:00+01:00"
    assert NL.time(datetime(2026, 11, 20, 8, 5, tzinfo=UTC)) == "09:05"


def test_a_day_is_the_same_in_both_writings() -> None:
    assert as_date(20_777) == as_date("2026-11-20")
    assert EN.day(20_777) == EN.day("2026-11-20") == "20 Nov"


def test_a_share_is_told_in_whole_percents() -> None:
    assert EN.percent(0.625) == "62%"


def test_a_chart_draws_in_the_unit_that_it_names() -> None:
    assert [drawn(unit) for unit in ("us", "ms", "permille", "s", "count")] == [
        (1000, "ms"), (1000, "s"), (10, "%"), (3600, "h"), (1, "count"),
    ]  # fmt: skip


@given(st.floats(0, 1e12), st.sampled_from(["us", "ms", "permille", "s", "count"]))
def test_every_value_can_be_told(value: float, unit: str) -> None:
    assert EN.value(value, unit)
