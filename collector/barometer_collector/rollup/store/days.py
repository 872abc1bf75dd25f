"""Reads days of many devices, open and packed ones, as they lie."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np
from sqlmodel import Session

from barometer_collector.database import fetch
from barometer_collector.rollup.rules.counts import COLUMNS, NO_HIGHEST, NO_LOWEST, IntArray, Key, Rows
from barometer_collector.rollup.rules.packing import KeyList, unpack_all, unpack_keys
from barometer_shared.metrics import BUCKETS

NUMBERS = ", ".join(
    ["n", "failed", "total", f"COALESCE(lowest, {NO_LOWEST})", f"COALESCE(highest, {NO_HIGHEST})"]
    + [f"b{bucket}" for bucket in range(BUCKETS)]
)
_CHUNK = 1_000  # devices, or lists of keys, a statement
_LISTS = 4_096
# The keys and the numbers of a device's open rows of a day as one text each. Measured on SQLite: 2.1 us a row, where
# rows of 21 columns take its driver and numpy 4.0 us.
_AS_TEXT = {
    "sqlite": f"json_group_array(json_array(metric, subject)), group_concat(json_array({NUMBERS}))",
    "postgresql": "CAST(json_agg(json_build_array(metric, subject)) AS text), "
    f"string_agg(CAST(json_build_array({NUMBERS}) AS text), ',')",
}
_Part = tuple[IntArray, IntArray, IntArray, IntArray]
"""Device ids, days, places of keys, numbers."""


class _Keys:
    """Numbers keys as they turn up."""

    def __init__(self) -> None:
        self.known: dict[Key, int] = {}

    def number(self, key: Key) -> int:
        return self.known.setdefault(key, len(self.known))


def rows(
    session: Session, device_ids: Sequence[int], codes: Sequence[int] | None, first_day: int, last_day: int
) -> Rows:
    """The rows of these devices (ascending) and metrics (None: all) from one day to another, both included."""
    keys, parts = _Keys(), [_NOTHING]
    for start in range(0, len(device_ids), _CHUNK):
        query = _query(session.connection().dialect.name, device_ids[start : start + _CHUNK], codes)
        found = fetch(session, query, (first_day, last_day) * 2)
        parts.append(_of_open([row for row in found if row[3] is None], keys))
        parts.append(_of_packed(session, [row[:4] for row in found if row[3] is not None], keys, codes))
    device, day, key, numbers = (np.concatenate([part[column] for part in parts]) for column in range(4))
    places = np.searchsorted(np.asarray(device_ids, dtype=np.int64), device)
    return Rows(places, day, key, tuple(keys.known), numbers)


def _query(dialect: str, device_ids: Sequence[int], codes: Sequence[int] | None) -> str:
    """Both kinds in one statement: a day that is packed in between would be seen twice by two. Within another, as a
    cluster asks for the parts of an outermost UNION apart."""
    where = f"device_id IN ({_listed(device_ids)}) AND day BETWEEN ? AND ?"
    wanted = "" if codes is None else f"AND metric IN ({_listed(codes)})"
    packed = f"SELECT device_id, day, keys, counts, NULL, NULL FROM packed_day WHERE {where}"  # noqa: S608 - numbers alone
    unpacked = f"SELECT device_id, day, NULL, NULL, {_AS_TEXT[dialect]} FROM device_day WHERE {where} {wanted}"  # noqa: S608 - numbers alone
    return f"SELECT * FROM ({unpacked} GROUP BY device_id, day UNION ALL {packed}) AS found"  # noqa: S608 - the same


def _of_open(found: Sequence[tuple[Any, ...]], keys: _Keys) -> _Part:
    if not found:
        return _NOTHING
    device, day, _, _, lists, texts = zip(*found, strict=True)
    numbered = {each: _whole([keys.number(key) for key in _told_keys(each)]) for each in set(lists)}
    lengths = _whole([len(numbered[each]) for each in lists])
    plain = ",".join(texts).replace("[", "").replace("]", "")
    numbers = np.fromstring(plain, dtype=np.int64, sep=",").reshape(-1, COLUMNS)
    key = np.concatenate([numbered[each] for each in lists])
    return np.repeat(_whole(device), lengths), np.repeat(_whole(day), lengths), key, numbers


def _of_packed(session: Session, found: Sequence[tuple[Any, ...]], keys: _Keys, codes: Sequence[int] | None) -> _Part:
    if not found:
        return _NOTHING
    devices, days, lists, counts = zip(*found, strict=True)
    numbered = {
        each: _whole([keys.number(key) for key in named]) for each, named in key_lists(session, set(lists)).items()
    }
    lengths = _whole([len(numbered[each]) for each in lists])
    key = np.concatenate([numbered[each] for each in lists])
    device, day = np.repeat(_whole(devices), lengths), np.repeat(_whole(days), lengths)
    kept = np.array([codes is None or metric in codes for metric, _ in keys.known], dtype=np.bool_)[key]
    if kept.all():
        return device, day, key, unpack_all(counts)[0]
    return device[kept], day[kept], key[kept], unpack_all(counts, kept)[0]


def key_lists(session: Session, ids: set[int]) -> dict[int, KeyList]:
    """The lists of keys with these numbers."""
    wanted, found = sorted(ids), dict[int, KeyList]()
    for start in range(0, len(wanted), _CHUNK):
        some = _listed(wanted[start : start + _CHUNK])
        query = f"SELECT id, keys FROM day_key WHERE id IN ({some})"  # noqa: S608 - numbers alone
        found |= {each: _unpacked(bytes(keys)) for each, keys in fetch(session, query, ())}
    return found


# Decoding a list takes longer than reading it; laptops of one fleet share most of them.
_unpacked = lru_cache(maxsize=_LISTS)(unpack_keys)
_told_keys = lru_cache(maxsize=_LISTS)(msgspec.json.Decoder(KeyList).decode)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join([str(int(each)) for each in numbers]) or "NULL"


def _whole(numbers: Sequence[int]) -> IntArray:
    return np.array(numbers, dtype=np.int64)


_NOTHING: _Part = (_whole(()), _whole(()), _whole(()), np.zeros((0, COLUMNS), dtype=np.int64))
