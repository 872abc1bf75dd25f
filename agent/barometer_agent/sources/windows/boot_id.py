"""The number of this boot: KUSER_SHARED_DATA.BootId (Microsoft, ntddk.h), which Windows 10 and later count up.

Every process has that page of memory, to read, at the same address. Where a boot began on the wall clock names it less
well: that is told in whole seconds, and moves when the clock is set.
"""

import ctypes
import sys

_SHARED_DATA = 0x7FFE0000
BOOT_ID_AT = 0x2C4


def number() -> int:
    """More than 0; 0 where this Windows does not count its boots, and elsewhere."""
    return ctypes.c_uint32.from_address(_SHARED_DATA + BOOT_ID_AT).value if sys.platform == "win32" else 0
