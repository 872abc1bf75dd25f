"""When a folder was made: ``stx_btime`` of statx(2), which Python does not ask for.

The layout of ``struct statx``: linux/stat.h. Not every file system keeps it (NFS does not), and a C library may be too
old for it.
"""

import ctypes
import os
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

_HERE = -100  # AT_FDCWD
_BTIME = 0x800
_SIZE = 256
_MASK = struct.Struct("=I")
_MOMENT = struct.Struct("=qI")  # seconds, nanoseconds
_BTIME_AT = 80


def read(home: Path) -> datetime | None:
    """None where nobody kept it. Raises OSError for a folder that is not there, OverflowError for no possible time."""
    told = ctypes.create_string_buffer(_SIZE)
    try:
        statx = ctypes.CDLL(None, use_errno=True).statx
    except AttributeError:
        return None
    if statx(_HERE, os.fsencode(home), 0, _BTIME, told) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return parse(told.raw)


def parse(told: bytes) -> datetime | None:
    """What a ``struct statx`` says. Raises OverflowError for what is no possible time."""
    if not _MASK.unpack_from(told)[0] & _BTIME:
        return None
    seconds, nanoseconds = _MOMENT.unpack_from(told, _BTIME_AT)
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds, microseconds=nanoseconds // 1000)
