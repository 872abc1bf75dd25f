"""A device's day as bytes: which metrics and subjects in one list, their numbers in rows of fixed width.

The numbers are little-endian whole numbers, as narrow as the largest of their kind allows: counts without sign, values
with one. The first byte names both widths. Rows are of one shape: numpy reads thousands of days at once.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from barometer_collector.rollup.rules.counts import (
    COLUMNS,
    FIRST_BUCKET,
    HIGHEST,
    LOWEST,
    NO_HIGHEST,
    NO_LOWEST,
    TOTAL,
    IntArray,
    N,
)

KeyList = tuple[tuple[int, str], ...]
"""Codes of metrics with their subjects, ascending; each once."""

_COUNTS = ("<u1", "<u2", "<u4", "<i8")
_VALUES = ("<i2", "<i4", "<i8")
_VALUE_COLUMNS = slice(TOTAL, FIRST_BUCKET)
_HOW_MANY_VALUES = FIRST_BUCKET - TOTAL
_HOW_MANY_COUNTS = COLUMNS - _HOW_MANY_VALUES
_keys = msgspec.msgpack.Decoder(KeyList)


def pack_keys(keys: KeyList) -> bytes:
    """The list as bytes."""
    return msgspec.msgpack.encode(keys)


def unpack_keys(packed: bytes) -> KeyList:
    """The list again."""
    return _keys.decode(packed)


def id_of(packed_keys: bytes) -> int:
    """A number of 63 bits for a list of keys: the first of its SHA-256."""
    return int.from_bytes(hashlib.sha256(packed_keys).digest()[:8], "big") >> 1


def pack(numbers: IntArray) -> bytes:
    """Rows of numbers (columns as in ``counts``) as bytes. Rows without a value (n = 0) have no extremes to keep."""
    counts = np.concatenate((numbers[:, :TOTAL], numbers[:, FIRST_BUCKET:]), axis=1)
    values = numbers[:, _VALUE_COLUMNS].copy()
    values[numbers[:, N] == 0, LOWEST - TOTAL :] = 0
    widths = _narrowest(_COUNTS, counts), _narrowest(_VALUES, values)
    rows = np.empty(len(numbers), dtype=_row(*widths))
    rows["counts"], rows["values"] = counts, values
    return bytes([widths[0] << 4 | widths[1]]) + rows.tobytes()


def unpack(packed: bytes) -> IntArray:
    """The rows again."""
    return unpack_all([packed])[0]


def unpack_all(days: Sequence[bytes], wanted: NDArray[np.bool_] | None = None) -> tuple[IntArray, IntArray]:
    """The rows of many days in one array, in their order, and how many rows each day has. ``wanted`` has an entry for
    each row, of which the others are left out (but counted); None: all are wanted."""
    widths = np.frombuffer(b"".join([day[:1] for day in days]), dtype=np.uint8)
    sizes = np.fromiter(map(len, days), dtype=np.int64, count=len(days)) - 1
    kinds = {int(each): _row(each >> 4, each & 15) for each in np.unique(widths)}
    lengths = sizes // _lookup({kind: shape.itemsize for kind, shape in kinds.items()})[widths]
    numbers = np.empty((int(lengths.sum() if wanted is None else wanted.sum()), COLUMNS), dtype=np.int64)
    kind_of_row = np.repeat(widths, lengths)
    for kind, shape in kinds.items():
        read = np.frombuffer(b"".join([day[1:] for day in days if day[0] == kind]), shape)
        of_kind = kind_of_row == kind
        if wanted is None:
            numbers[of_kind] = _numbers_of(read)
        else:
            numbers[of_kind[wanted]] = _numbers_of(read[wanted[of_kind]])
    empty = numbers[:, N] == 0
    numbers[empty, LOWEST], numbers[empty, HIGHEST] = NO_LOWEST, NO_HIGHEST
    return numbers, lengths


def blocks(days: Sequence[bytes], keys: int) -> Iterator[tuple[IntArray, NDArray[np.void]]]:
    """Days with so many keys each, all of one length, as they lie: which of them, and a row per day with an entry per
    key, of ``counts`` (n, failed, buckets) and ``values`` (total, lowest, highest)."""
    widths = np.frombuffer(b"".join([day[:1] for day in days]), dtype=np.uint8)
    for width in np.unique(widths).tolist():
        which = np.flatnonzero(widths == width)
        shape = np.dtype([("width", "u1"), ("rows", _row(width >> 4, width & 15), (keys,))])
        read = np.frombuffer(b"".join([days[place] for place in which.tolist()]), dtype=shape)
        yield which, read["rows"]


def _numbers_of(rows: NDArray[np.void]) -> IntArray:
    numbers = np.empty((len(rows), COLUMNS), dtype=np.int64)
    numbers[:, :TOTAL] = rows["counts"][:, :TOTAL]
    numbers[:, FIRST_BUCKET:] = rows["counts"][:, TOTAL:]
    numbers[:, _VALUE_COLUMNS] = rows["values"]
    return numbers


def _row(counts: int, values: int) -> np.dtype[np.void]:
    return np.dtype([("counts", _COUNTS[counts], _HOW_MANY_COUNTS), ("values", _VALUES[values], _HOW_MANY_VALUES)])


def _narrowest(kinds: Sequence[str], numbers: IntArray) -> int:
    low, high = (int(numbers.min()), int(numbers.max())) if numbers.size else (0, 0)
    return next(place for place, kind in enumerate(kinds) if _holds(kind, low, high))


def _holds(kind: str, low: int, high: int) -> bool:
    limits = np.iinfo(kind)
    return bool(limits.min <= low and high <= limits.max)


def _lookup(found: dict[int, int]) -> IntArray:
    table = np.ones(256, dtype=np.int64)
    table[list(found)] = list(found.values())
    return table


def merged_days(days: Iterable[tuple[KeyList, IntArray]]) -> tuple[KeyList, IntArray]:
    """One day made of several parts of it: counts added, extremes kept. Exact, or OverflowError."""
    rows: dict[tuple[int, str], list[int]] = {}
    for keys, numbers in days:
        for key, row in zip(keys, numbers.tolist(), strict=True):
            rows[key] = _merged(rows[key], row) if key in rows else row
    keys = tuple(sorted(rows))
    return keys, np.array([rows[key] for key in keys], dtype=np.int64).reshape(-1, COLUMNS)


def _merged(one: list[int], other: list[int]) -> list[int]:
    together = [a + b for a, b in zip(one, other, strict=True)]
    together[LOWEST], together[HIGHEST] = min(one[LOWEST], other[LOWEST]), max(one[HIGHEST], other[HIGHEST])
    return together
