import sys
import time

import pytest

from barometer_agent.sources import uptime

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@linux_only
def test_a_boot_keeps_its_id() -> None:
    assert len(uptime.boot_id()) == 36
    assert uptime.boot_id() == uptime.boot_id()


@linux_only
def test_time_awake_only_grows() -> None:
    first = uptime.read()
    second = uptime.read()
    assert second.awake_ms >= first.awake_ms > 0
    assert second.boot_id == first.boot_id


@pytest.mark.parametrize(("zone", "minutes"), [("UTC0", 0), ("XXX-05:30", 330), ("YYY+08", -480)])
def test_the_local_offset_is_told_in_minutes(zone: str, minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    try:
        assert uptime.read().utc_offset_minutes == minutes
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_windows_boot_is_named_by_its_start() -> None:
    assert uptime.boot_id("win32").removeprefix("started-").isdigit()
