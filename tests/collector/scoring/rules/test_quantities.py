"""Quantities as people write them."""

import pytest

from barometer_collector.scoring.rules.quantities import read, unit_of


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("15 s", "ms", 15_000),
        ("100 ms", "us", 100_000),
        ("0.5 s", "us", 500_000),
        ("1 %", "share", 0.01),
        ("70 %", "share", 0.7),
        ("10%", "permille", 100),
        ("3", "count", 3),
        (3, "count", 3),
        ("7 days", "days", 7),
        ("2 weeks", "days", 14),
        ("90 min", "h", 1.5),
        ("2 min", "s", 120),
    ],
)
def test_it_is_read_in_the_unit_that_is_asked_for(written: object, unit: str, value: float) -> None:
    assert read(written, unit) == value


@pytest.mark.parametrize(
    ("written", "unit"), [("15", "ms"), ("15 parsec", "ms"), (True, "count"), (None, "ms"), ([], "h")]
)
def test_anything_else_is_told_what_can_be_written(written: object, unit: str) -> None:
    with pytest.raises(ValueError, match='expected a quantity like "10'):
        read(written, unit)


def test_points_are_in_the_unit_of_the_catalogue_or_a_share() -> None:
    assert unit_of("boot_ms", is_share=False) == "ms"
    assert unit_of("connects_lost", is_share=True) == "share"
    with pytest.raises(ValueError, match='"boot_parsec" is not in the catalogue: choose one of boot_ms'):
        unit_of("boot_parsec", is_share=False)
