from collections.abc import Callable

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import vpn_connects
from barometer_agent.sources.records import Records
from barometer_agent.sources.vpn_connects import VpnConnect

Asked = list[tuple[object, ...]]
FOUND = Records((VpnConnect(1, None),), "b")


def test_each_system_is_asked_for_what_is_new(stand_in: Callable[[str, object], Asked]) -> None:
    asked = stand_in("vpn_connects", FOUND)
    assert [vpn_connects.read("a", 7, platform) for platform in ("linux", "win32", "darwin")] == [FOUND] * 3
    assert asked == [("linux", "a", 7), ("windows", "a", 7), ("macos", "a", 7)]


def test_a_system_without_a_reader_says_so(absent: Callable[[str], None]) -> None:
    absent("vpn_connects")
    with pytest.raises(NoData, match="not measured yet on macOS: how long a VPN takes to connect"):
        vpn_connects.read("", 0, "darwin")
