"""Days that are over become one row each; what comes of them later joins that row.

What is taken from the open rows is what their deletion returns, so that nobody's count is lost between reading and
deleting. Every statement names its device, which on Citus is where the row lives.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import text
from sqlmodel import Session

from barometer_collector.database import fetch
from barometer_collector.rollup.rules.counts import COLUMNS, IntArray
from barometer_collector.rollup.rules.packing import KeyList, id_of, merged_days, pack, pack_keys, unpack
from barometer_collector.rollup.store.days import NUMBERS, key_lists

DeviceDay = tuple[int, int]

_OVER = """
    SELECT DISTINCT device_id, day FROM device_day
    WHERE (device_id, day) > (?, ?) AND day < ? ORDER BY device_id, day LIMIT ?
"""
_TAKE = f"DELETE FROM device_day WHERE device_id = ? AND day = ? RETURNING metric, subject, {NUMBERS}"  # noqa: S608 - names of ours
_PACKED = "SELECT keys, counts FROM packed_day WHERE device_id = ? AND day = ?"
_INSERT = text("INSERT INTO packed_day (device_id, day, keys, counts) VALUES (:device_id, :day, :keys, :counts)")
_REPLACE = text(
    """
    UPDATE packed_day SET keys = :keys, counts = :counts
    WHERE device_id = :device_id AND day = :day AND counts = :old_counts AND keys = :old_keys
    """
)
_NAME = text("INSERT INTO day_key (id, keys) VALUES (:id, :keys) ON CONFLICT (id) DO NOTHING")


class KeysDifferError(Exception):
    """Two lists of metrics and subjects have the same number."""


class PackedMeanwhileError(Exception):
    """Another process packed the same day at the same time; nothing of this bite was stored."""


class Packed(NamedTuple):
    keys: int
    counts: bytes


def over(session: Session, after: DeviceDay, before_day: int, most: int) -> list[DeviceDay]:
    """Devices and days before ``before_day`` that have open rows, following ``after`` in their order."""
    return [(row[0], row[1]) for row in fetch(session, _OVER, (*after, before_day, most))]


def pack_days(session: Session, days: Sequence[DeviceDay]) -> None:
    """Make the open rows of each of these days one row, with what was packed of it before.

    In the caller's transaction: until it commits, everybody else sees them open. Raises KeysDifferError,
    PackedMeanwhileError and OverflowError (a count beyond 64 bits).
    """
    names: dict[KeyList, bytes] = {}
    new = []
    for day in days:
        taken = fetch(session, _TAKE, day)
        before = fetch(session, _PACKED, day)
        if not taken:
            continue
        old = Packed(before[0][0], bytes(before[0][1])) if before else None
        keys, numbers = _together(session, taken, old)
        named = names.get(keys) or names.setdefault(keys, pack_keys(keys))
        row = {"device_id": day[0], "day": day[1], "keys": id_of(named), "counts": pack(numbers)}
        if old is None:
            new.append(row)
        else:
            _replace(session, row, old)
    if new:
        session.connection().execute(_INSERT, new)
    _name(session, names.values())


def _together(session: Session, taken: Iterable[Any], old: Packed | None) -> tuple[KeyList, IntArray]:
    rows = sorted((row[0], row[1], row[2:]) for row in taken)
    keys = tuple((metric, subject) for metric, subject, _ in rows)
    numbers = np.array([tuple(each) for _, _, each in rows], dtype=np.int64).reshape(-1, COLUMNS)
    if old is None:
        return keys, numbers
    return merged_days([(key_lists(session, {old.keys})[old.keys], unpack(old.counts)), (keys, numbers)])


def _replace(session: Session, row: Mapping[str, object], old: Packed) -> None:
    values = {**row, "old_keys": old.keys, "old_counts": old.counts}
    replaced: Any = session.connection().execute(_REPLACE, values)
    if replaced.rowcount != 1:
        raise PackedMeanwhileError(f"day {row['day']} of a device was packed by another process meanwhile")


def _name(session: Session, lists: Iterable[bytes]) -> None:
    """Write the lists down; KeysDifferError where another list has the number of one of them."""
    named = {id_of(each): each for each in lists}
    for number, keys in sorted(named.items()):
        session.connection().execute(_NAME, {"id": number, "keys": keys})
    known = key_lists(session, set(named))
    for number, keys in named.items():
        if pack_keys(known[number]) != keys:
            raise KeysDifferError(f"two lists of metrics and subjects have the number {number}: their days stay open")
