import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import firmware

UUID = bytes.fromhex("00112233445566778899aabbccddeeff")
BIOS = struct.pack("<BBH4B", 0, 8, 0, 1, 2, 0, 3) + b"Maker\x001.2.3\x00\x00"
END = struct.pack("<BBH", 127, 4, 9) + b"\x00\x00"


def system(told: bytes = UUID, length: int = 27) -> bytes:
    return (struct.pack("<BBH4B", 1, length, 1, 1, 2, 3, 4) + told + bytes(3))[:length] + b"Maker\x00Laptop\x00\x00"


def raw(*structures: bytes) -> bytes:
    table = b"".join(structures)
    return struct.pack("<4BI", 0, 3, 4, 0, len(table)) + table


def test_the_uuid_is_written_as_other_tools_write_it() -> None:
    assert firmware.parse(raw(BIOS, system(), END)) == "33221100-5544-7766-8899-aabbccddeeff"


@pytest.mark.parametrize("told", [bytes(16), b"\xff" * 16])
def test_a_uuid_that_is_not_set_is_none(told: bytes) -> None:
    assert firmware.parse(raw(BIOS, system(told), END)) == ""


def test_firmware_too_old_to_have_one_has_none() -> None:
    assert firmware.parse(raw(system(length=8), END)) == ""


def test_what_follows_the_end_is_not_read() -> None:
    assert firmware.parse(raw(BIOS, END, system())) == ""


@given(st.binary(max_size=200))
def test_no_table_at_all_breaks_the_parser(table: bytes) -> None:
    assert isinstance(firmware.parse(table), str)


@given(st.integers(0, 70))
def test_a_table_that_was_cut_gives_the_uuid_or_none(length: int) -> None:
    whole = raw(BIOS, system(), END)
    assert firmware.parse(whole[:length]) in ("", firmware.parse(whole))


def test_elsewhere_windows_is_not_asked() -> None:
    with pytest.raises(NoData, match="GetSystemFirmwareTable"):
        firmware.product_uuid()
