"""Where this laptop is, as its clock has it."""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from barometer_agent.sources.time_zone import offset_minutes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="TZ is POSIX's")

WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    with monkeypatch.context() as travelling:
        yield travelling
    time.tzset()


@pytest.mark.parametrize(("name", "minutes"), [("UTC0", 0), ("XXX-05:30", 330), ("YYY+08", -480)])
def test_whoever_travels_is_where_they_are(zone: pytest.MonkeyPatch, name: str, minutes: int) -> None:
    zone.setenv("TZ", name)
    assert offset_minutes(WINTER) == minutes


def test_summer_time_counts_while_it_holds(zone: pytest.MonkeyPatch) -> None:
    zone.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    assert (offset_minutes(WINTER), offset_minutes(SUMMER)) == (60, 120)
