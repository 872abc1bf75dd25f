import socket
import struct

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import interfaces
from barometer_agent.sources.windows.interfaces import ROW_BYTES, Interface


def row(index: int, kind: int, flags: int, status: int = 1) -> bytes:
    """MIB_IF_ROW2 with the fields that are read."""
    raw = bytearray(ROW_BYTES)
    struct.pack_into("<I", raw, 8, index)
    struct.pack_into("<III", raw, 1128, kind, 0, 0)
    struct.pack_into("<I", raw, 1140, 14)
    struct.pack_into("<BxxxI", raw, 1152, flags, status)
    return bytes(raw)


def test_rows_are_read() -> None:
    table = row(4, 71, 0x05) + row(9, 23, 0x00, status=2)
    assert interfaces.parse(table) == (Interface(4, 71, 14, True, True), Interface(9, 23, 14, False, False))


def test_a_filter_on_top_of_an_interface_is_left_out() -> None:
    assert interfaces.parse(row(4, 6, 0x01) + row(5, 6, 0x02)) == (Interface(4, 6, 14, True, True),)


def test_half_a_row_is_left_out() -> None:
    assert interfaces.parse(row(4, 6, 0x01)[:-1]) == ()


def test_addresses_are_laid_out_as_windows_has_them() -> None:
    assert interfaces.sockaddr(socket.AF_INET, "192.0.2.1").hex() == "02000000c00002010000000000000000"
    six = interfaces.sockaddr(socket.AF_INET6, "2001:db8::1")
    assert len(six) == 28
    assert six[:2] == b"\x17\x00"
    assert six[8:24] == socket.inet_pton(socket.AF_INET6, "2001:db8::1")


def test_elsewhere_there_are_no_interfaces_of_windows() -> None:
    with pytest.raises(NoData):
        interfaces.table()
    with pytest.raises(NoData):
        interfaces.leading_out()
