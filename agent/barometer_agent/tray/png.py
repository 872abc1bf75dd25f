"""Pictures as PNG, which both AppKit and Tk read: from the bytes that all icons are drawn with."""

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PIXEL = 4


def png(argb: bytes, size: int) -> bytes:
    """A square picture of ``size`` pixels; ``argb`` as of ``icon.pixels`` (PNG, third edition: 8 bits, with alpha)."""
    rgba = bytearray(len(argb))
    for part, of in enumerate((1, 2, 3, 0)):
        rgba[part::_PIXEL] = argb[of::_PIXEL]
    stride = size * _PIXEL
    rows = b"".join(b"\0" + rgba[start : start + stride] for start in range(0, len(rgba), stride))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
