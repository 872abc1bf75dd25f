"""The time zone of Windows, by its own function; Wine takes the zone, with its rules, from that of this Linux."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.windows.conftest import Run

OFFSET = """
import json
from barometer_agent.clock import SystemClock
from barometer_agent.sources.windows import time_zone
print(json.dumps([time_zone.offset_minutes(), SystemClock("boot").now().utc_offset_minutes]))
"""


# At most dates one of the first two has daylight saving time and the other has not.
@pytest.mark.parametrize(
    "name", ["Europe/Amsterdam", "Australia/Sydney", "America/St_Johns", "Asia/Kolkata", "America/Phoenix"]
)
def test_the_offset_is_that_of_the_zone_at_this_moment(run: Run, name: str) -> None:
    around = {offset(name, datetime.now(UTC))}
    told = run(OFFSET, environment={"TZ": name})
    around.add(offset(name, datetime.now(UTC)))  # two where the clocks changed meanwhile
    assert [len(set(each)) for each in told] == [1]
    assert set(told[0]) <= around


def offset(name: str, now: datetime) -> int:
    """Minutes ahead of UTC, by the data base of time zones."""
    told = now.astimezone(ZoneInfo(name)).utcoffset()
    assert told is not None
    return round(told.total_seconds() / 60)
