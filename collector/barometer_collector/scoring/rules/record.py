"""A device's row of whole numbers as it is stored: fixed width, little-endian: numpy reads thousands at once."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from barometer_collector.scoring.rules.facts import BoolArray, IntArray
from barometer_collector.scoring.rules.tally import Layout

_MARK = "mark"


def packed(layout: Layout, rows: IntArray, round_: int = 0) -> list[bytes]:
    """Each of ``rows`` as bytes, of a round of adding them up.

    A number that its place is too narrow for is stored as the largest that fits.
    """
    shape = _shape(layout)
    records = np.zeros(len(rows), dtype=shape)
    records[_MARK] = layout.mark ^ round_
    for place, width in enumerate(layout.widths.values()):
        records[_field(place)] = np.minimum(rows[:, place], (1 << (8 * width - 1)) - 1)
    joined, size = records.tobytes(), shape.itemsize
    return [joined[start : start + size] for start in range(0, len(joined), size)]


def unpacked(layout: Layout, records: Sequence[bytes | None], round_: int = 0) -> IntArray:
    """The rows that were packed; only zeros for None, and for rows of another model or another round."""
    shape, rows = _shape(layout), np.zeros((len(records), len(layout.widths)), dtype=np.int64)
    if not records:
        return rows
    right = [place for place, record in enumerate(records) if record is not None and len(record) == shape.itemsize]
    found = np.frombuffer(b"".join(records[place] or b"" for place in right), dtype=shape)
    ours: BoolArray = found[_MARK] == layout.mark ^ round_
    for column in range(len(layout.widths)):
        rows[np.asarray(right, dtype=np.intp)[ours], column] = found[_field(column)][ours]
    return rows


def summed(layout: Layout, sums: IntArray) -> bytes:
    """The sum of many rows as bytes."""
    return np.concatenate(([layout.mark], sums)).astype("<i8").tobytes()


def sums_of(layout: Layout, stored: bytes | None) -> IntArray:
    """A sum that was stored; zeros for None and for one of another model."""
    found = np.frombuffer(stored or b"", dtype="<i8").astype(np.int64)
    if len(found) != len(layout.widths) + 1 or found[0] != layout.mark:
        return layout.nothing()
    return found[1:]


@cache
def _shape(layout: Layout) -> np.dtype[np.void]:
    numbers = [(_field(place), f"<i{width}") for place, width in enumerate(layout.widths.values())]
    return np.dtype([(_MARK, "<i8"), *numbers])


def _field(place: int) -> str:
    return str(place)
