import struct

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import wlan


def info(guid: bytes, state: int) -> bytes:
    """WLAN_INTERFACE_INFO: GUID, description of 256 characters, state."""
    return guid + "Draadloos".encode("utf-16-le").ljust(512, b"\0") + struct.pack("<I", state)


def test_only_interfaces_that_are_connected_are_asked() -> None:
    assert wlan.connected(info(b"a" * 16, 1) + info(b"b" * 16, 4) + info(b"c" * 16, 1)) == [b"a" * 16, b"c" * 16]


def test_half_a_row_is_left_out() -> None:
    assert wlan.connected(info(b"a" * 16, 1)[:-1]) == []


@pytest.mark.parametrize(("dbm", "kept"), [(-55, -55), (-120, -120), (0, None), (-200, None), (70, None)])
def test_only_what_a_radio_can_receive_is_believed(dbm: int, kept: int | None) -> None:
    assert wlan.believable(dbm) == kept


def test_elsewhere_there_is_no_wifi_of_windows() -> None:
    with pytest.raises(NoData, match="wlanapi"):
        wlan.signal_dbm()
