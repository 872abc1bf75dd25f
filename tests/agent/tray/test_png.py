"""Pictures as PNG: read back by a reader of its own."""

import struct
import zlib

from barometer_agent.tray.png import png


def read(data: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and the rows of red, green, blue, alpha (PNG, third edition)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(name + body),)
        chunks[name] = body
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, bits, kind, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (bits, kind, rest) == (8, 6, [0, 0, 0])
    rows, stride = zlib.decompress(chunks[b"IDAT"]), width * 4 + 1
    assert all(rows[start] == 0 for start in range(0, len(rows), stride))
    return width, height, [rows[start + 1 : start + stride] for start in range(0, len(rows), stride)]


def test_every_pixel_is_where_it_was_with_its_colour() -> None:
    argb = bytes(range(16))
    width, height, rows = read(png(argb, 2))
    assert (width, height) == (2, 2)
    assert rows == [bytes((1, 2, 3, 0, 5, 6, 7, 4)), bytes((9, 10, 11, 8, 13, 14, 15, 12))]
