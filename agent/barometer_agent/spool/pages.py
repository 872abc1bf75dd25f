"""The rows in the pages of a damaged database, read without SQLite (sqlite.org/fileformat2.html).

Every page is looked at by itself, so that a damaged root or header costs nothing but itself. What is found may be
garbage: whoever uses it checks the sums of the rows.
"""

import struct
from collections.abc import Iterator, Mapping
from io import RawIOBase
from pathlib import Path
from typing import NamedTuple

Value = int | float | str | bytes | None

_FILE_HEADER = 100
_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR = 0x0D, 0x0A, 0x02
_FLOAT = 7
_BYTES = 12  # and above: blobs where it is even, texts where it is odd
_CONSTANTS: dict[int, Value] = {0: None, 8: 0, 9: 1}
_MORE = 0x80  # in a byte of a varint: another one follows
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_MOST_BYTES = 8 << 20  # no row of ours is nearly as large


class Row(NamedTuple):
    """``seq`` is None in an index and in a table without numbers."""

    seq: int | None
    values: tuple[Value, ...]


class Pages:
    """The pages of the file at ``path``, those of ``newer`` in place of its own; ``count`` of them if known."""

    def __init__(self, file: RawIOBase, size: int, newer: Mapping[int, bytes], count: int | None) -> None:
        self._file = file
        self._size = size
        self._newer = newer
        self._count = count

    def rows(self) -> Iterator[Row]:
        """All rows that can be decoded, in no order."""
        for number in range(1, self._last() + 1):
            page = self.page(number)
            try:
                yield from self._rows(page, _FILE_HEADER if number == 1 else 0)
            except (IndexError, struct.error):
                continue  # of a page that is no tree, or is one no more

    def page(self, number: int) -> bytes:
        """One page; shorter, or empty, where the file ends before it or the disk cannot read it any more."""
        if number in self._newer:
            return self._newer[number]
        try:
            self._file.seek((number - 1) * self._size)
            return self._file.read(self._size)
        except OSError:
            return b""

    def _last(self) -> int:
        in_file = self._file.seek(0, 2) // self._size
        return self._count if self._count is not None else max(in_file, *self._newer, 0)

    def _rows(self, page: bytes, base: int) -> Iterator[Row]:
        kind = page[base]
        if kind not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR):
            return
        (cells,) = struct.unpack_from(">H", page, base + 3)
        pointers = base + (12 if kind == _INDEX_INTERIOR else 8)
        for number in range(min(cells, self._size // 4)):
            (offset,) = struct.unpack_from(">H", page, pointers + 2 * number)
            try:
                yield self._row(page, offset, kind)
            except (IndexError, struct.error, UnicodeDecodeError, ValueError):
                continue

    def _row(self, page: bytes, offset: int, kind: int) -> Row:
        size, at = _varint(page, offset + (4 if kind == _INDEX_INTERIOR else 0))
        seq = None
        if kind == _TABLE_LEAF:
            seq, at = _varint(page, at)
        return Row(seq, decode(self._payload(page, at, size, kind)))

    def _payload(self, page: bytes, at: int, size: int, kind: int) -> bytes:
        """Local bytes and the chain of overflow pages; section 1.6 of the format."""
        if size > _MOST_BYTES:
            raise ValueError(size)
        most = self._size - 35 if kind == _TABLE_LEAF else (self._size - 12) * 64 // 255 - 23
        if size <= most:
            return page[at : at + size]
        least = (self._size - 12) * 32 // 255 - 23
        local = least + (size - least) % (self._size - 4)
        local = local if local <= most else least
        payload = bytearray(page[at : at + local])
        (following,) = struct.unpack_from(">I", page, at + local)
        while len(payload) < size and following:
            part = self.page(following)
            (following,) = struct.unpack_from(">I", part)
            payload += part[4 : 4 + size - len(payload)]
        return bytes(payload)


def open_pages(path: Path, size: int, newer: Mapping[int, bytes], count: int | None) -> Iterator[Row]:
    """The rows of the database at ``path``, or of ``newer`` alone where it is gone."""
    if not path.exists():
        return
    with path.open("rb", buffering=0) as file:
        yield from Pages(file, size, newer, count).rows()


def decode(payload: bytes) -> tuple[Value, ...]:
    """The columns of a record. Raises ValueError, IndexError or struct.error for what is none."""
    end, at = _varint(payload, 0)
    body = end
    values: list[Value] = []
    while at < end:
        kind = payload[at]
        if kind < _MORE:
            at += 1
        else:
            kind, at = _varint(payload, at)
        if kind >= _BYTES:
            begin, body = body, body + (kind - _BYTES) // 2
            part = payload[begin:body]
            values.append(part.decode() if kind % 2 else part)
        else:
            value, body = _number(payload, kind, body)
            values.append(value)
    if body != len(payload):
        raise ValueError(body)
    return tuple(values)


def _number(payload: bytes, kind: int, at: int) -> tuple[Value, int]:
    if kind in _INTEGER_BYTES:
        end = at + _INTEGER_BYTES[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind in _CONSTANTS:
        return _CONSTANTS[kind], at
    if kind == _FLOAT:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    raise ValueError(kind)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Seven bits a byte, the ninth byte all eight; returns the number and where the next thing begins."""
    if data[at] < _MORE:
        return data[at], at + 1
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < _MORE:
            return value, at + index + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >> 63 else value, at + 9
