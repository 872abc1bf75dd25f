"""The rules of some time zones, as Windows gives them."""

import ctypes

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows.time_zone import TimeZone, ahead, offset_minutes

UNKNOWN, STANDARD, DAYLIGHT = 0, 1, 2
AMSTERDAM = TimeZone(bias=-60, standard_bias=0, daylight_bias=-60)
NEWFOUNDLAND = TimeZone(bias=210, standard_bias=0, daylight_bias=-60)
LORD_HOWE = TimeZone(bias=-630, standard_bias=0, daylight_bias=-30)
KOLKATA = TimeZone(bias=-330, standard_bias=0, daylight_bias=-60)  # what means nothing may be anything


@pytest.mark.parametrize(
    ("zone", "which", "minutes"),
    [
        (AMSTERDAM, STANDARD, 60),
        (AMSTERDAM, DAYLIGHT, 120),
        (NEWFOUNDLAND, STANDARD, -210),
        (NEWFOUNDLAND, DAYLIGHT, -150),
        (LORD_HOWE, DAYLIGHT, 660),
        (KOLKATA, UNKNOWN, 330),
        (TimeZone(bias=0, standard_bias=-15, daylight_bias=-60), STANDARD, 15),
    ],
)
def test_the_rule_that_holds_now_counts(zone: TimeZone, which: int, minutes: int) -> None:
    assert ahead(zone, which) == minutes


def test_the_structure_is_as_wide_as_windows_fills_it() -> None:
    assert ctypes.sizeof(TimeZone) == 172


def test_elsewhere_there_is_none() -> None:
    with pytest.raises(NoData, match="GetTimeZoneInformation"):
        offset_minutes()
