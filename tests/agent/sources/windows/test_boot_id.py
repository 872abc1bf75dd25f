import sys

import pytest

from barometer_agent.sources.windows import boot_id


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts its boots")
def test_elsewhere_no_memory_is_looked_at() -> None:
    assert boot_id.number() == 0


def test_it_lies_where_windows_puts_it() -> None:
    # ntddk.h: NtSystemRoot at 0x30, NtMajorVersion at 0x26c, BootId behind AlternativeArchitecture at 0x2c0
    assert boot_id.BOOT_ID_AT == 0x2C0 + 4
