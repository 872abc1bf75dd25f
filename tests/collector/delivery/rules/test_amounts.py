"""Amounts in both languages."""

import pytest

from barometer_collector.delivery.rules.amounts import duration, in_unit, number, percent


@pytest.mark.parametrize(
    ("told", "en", "nl"),
    [
        (number(3), "3", "3"),
        (number(3.44), "3.4", "3,4"),
        (number(34.4), "34", "34"),
        (number(-71.2), "-71", "-71"),
        (percent(0.3), "30%", "30%"),
        (percent(0.001), "< 1%", "< 1%"),
        (percent(0), "0%", "0%"),
        (duration(340), "340 ms", "340 ms"),
        (duration(3_400), "3.4 s", "3,4 s"),
        (duration(83_000), "1 min 23 s", "1 min 23 s"),
        (duration(120_000), "2 min", "2 min"),
    ],
)
def test_an_amount_is_written_as_people_of_each_language_do(told: dict[str, str], en: str, nl: str) -> None:
    assert told == {"en": en, "nl": nl}


def test_a_value_is_told_in_the_unit_that_a_person_would_choose() -> None:
    assert in_unit(8_400, "us") == duration(8.4)
    assert in_unit(300, "permille") == in_unit(0.3, "share") == percent(0.3)
    assert in_unit(2.4, "per_work_week") == number(2.4)
