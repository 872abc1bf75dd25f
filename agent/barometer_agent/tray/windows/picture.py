"""The icon as a file of Windows, in all the sizes that it may be asked for in.

Sources: Microsoft, "Icons" (ICONDIR, ICONDIRENTRY) and "BITMAPINFOHEADER structure": a picture in an icon is a bitmap
of twice its height, rows from the bottom up, and below its colours a mask, which those with their own alpha ignore.
"""

import struct
from typing import IO

from barometer_agent.tray.icon import Pixmap, pixmaps

# Those of small and large icons at 100, 125, 150 and 200 %.
SIZES = (16, 20, 24, 32, 48, 64)
_DIRECTORY = struct.Struct("<HHH")
_ENTRY = struct.Struct("<BBBBHHII")
_HEADER = struct.Struct("<IiiHHIIiiII")
_BITS = 32


class Picture:
    """The icon, as what puts it into the notification area wants it: something that writes itself into a file."""

    def save(self, file: IO[bytes], format: str = "ICO") -> None:  # noqa: A002, ARG002 - the caller's word
        """Write it into ``file``."""
        file.write(ico(pixmaps(SIZES)))


def ico(pictures: list[Pixmap]) -> bytes:
    """The file that holds these."""
    bitmaps = [_bitmap(*picture) for picture in pictures]
    at = _DIRECTORY.size + _ENTRY.size * len(pictures)
    made = _DIRECTORY.pack(0, 1, len(pictures))
    for (width, height, _pixels), bitmap in zip(pictures, bitmaps, strict=True):
        made += _ENTRY.pack(width, height, 0, 0, 1, _BITS, len(bitmap), at)
        at += len(bitmap)
    return made + b"".join(bitmaps)


def _bitmap(width: int, height: int, argb: bytes) -> bytes:
    rows = [argb[start : start + 4 * width] for start in range(0, len(argb), 4 * width)]
    colours = b"".join(_backwards(row) for row in reversed(rows))
    mask = bytes((width + 31) // 32 * 4 * height)
    return _HEADER.pack(_HEADER.size, width, 2 * height, 1, _BITS, 0, len(colours), 0, 0, 0, 0) + colours + mask


def _backwards(argb: bytes) -> bytes:
    """Blue, green, red, alpha."""
    made = bytearray(argb)
    for part in range(4):
        made[part::4] = argb[3 - part :: 4]
    return bytes(made)
