"""How much room there is, and how many days of raw samples that is enough for."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass

from barometer_collector.database import Database
from barometer_collector.partitions import service as partitions
from barometer_collector.privacy.retention.rules import budget
from barometer_collector.privacy.retention.rules.budget import DayBytes, Volume
from barometer_collector.privacy.retention.rules.cutoffs import day_of
from barometer_collector.privacy.retention.rules.forecast import Use
from barometer_collector.privacy.retention.store import measuring, raw
from barometer_collector.settings import Budget

RAW_TABLE = "sample"

LookAtVolume = Callable[[], Volume | None]


@dataclass(frozen=True)
class Room:
    """What is in use, free pages inside the file, and what raw samples take by their day of arrival, oldest first."""

    use: Use
    reusable: int
    days: tuple[DayBytes, ...]


def volume_of(database: Database) -> Volume | None:
    """The disk that SQLite's file lies on; None for a server, whose disk is its own."""
    if database.file is None:
        return None
    found = shutil.disk_usage(database.file.parent)
    return Volume(found.total, found.free)


def measure(database: Database, now_ms: int) -> Room:
    """How much room the database takes now."""
    if database.is_sqlite:
        with database.reading() as session:
            room = measuring.room(session)
            days = tuple(DayBytes(*each) for each in measuring.sqlite_days(session, day_of(now_ms)))
    else:
        days = _partitioned_days(database)
        with database.reading() as session:
            room = measuring.room(session)
    return Room(Use(now_ms, room.used, sum(day.bytes for day in days)), room.reusable, days)


def _partitioned_days(database: Database) -> tuple[DayBytes, ...]:
    """A partition is there before its day, and takes some room without a row."""
    found = sorted(
        (each for each in partitions.partitions(database, RAW_TABLE) if each.period), key=lambda one: one.name
    )
    with database.reading() as session:
        return tuple(
            DayBytes(each.period.first_day, each.size)
            for each in found
            if each.period and raw.came_between(session, each.period.first_day, each.period.until_day)
        )


def allowed_raw(wanted: Budget | None, room: Room, volume: Volume | None) -> int | None:
    """What raw samples may take, in bytes; None: as much as they want."""
    configured = None
    if wanted is not None and wanted.bytes:
        configured = wanted.bytes
    elif wanted is not None and volume is not None:
        configured = volume.total * wanted.percent // 100
    return budget.allowed_bytes(configured, room.use.raw, room.reusable, volume)
