"""Use cases of partitions. On SQLite there are none: its tables are one tree each, and rows go in small bites."""

from dataclasses import dataclass
from datetime import datetime

from barometer_collector.database import Database, Session
from barometer_collector.partitions import store
from barometer_collector.partitions.rules import TABLES, Partitioned, Period, day_of, name_of, wanted

_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Partition:
    """``period`` in days since 1970; None for DEFAULT, which takes what fits nowhere else. ``size`` in bytes."""

    table: str
    name: str
    period: Period | None
    size: int


@dataclass(frozen=True)
class Gone:
    """What was dropped: whole partitions by name, and rows of DEFAULT."""

    partitions: tuple[str, ...] = ()
    rows: int = 0


def ensure(database: Database, now: datetime) -> tuple[str, ...]:
    """Make the partitions that are needed soon, and those of which DEFAULT has rows; the names of those that were made.

    Each in a transaction of its own; nothing that is written meanwhile is lost. Nothing happens on SQLite. Raises
    DatabaseUnavailableError, also when others hold a table for seconds: DEFAULT takes the rows until the next time.
    """
    if database.is_sqlite:
        return ()
    made = []
    for table in TABLES.values():
        with database.reading() as session:
            missing = _missing(session, table, int(now.timestamp()) // _DAY_SECONDS)
        for period in missing:
            with database.writing() as session:
                store.make(session, table, period)
            made.append(name_of(table, period))
    return tuple(made)


def partitions(database: Database, table: str) -> tuple[Partition, ...]:
    """The partitions of ``table``, DEFAULT among them; none on SQLite. KeyError for a table that has none anywhere."""
    partitioned = TABLES[table]
    if database.is_sqlite:
        return ()
    with database.reading() as session:
        found = store.partitions(session, partitioned)
    return tuple(Partition(table, each.name, _period(each), each.size) for each in found)


def drop_before(database: Database, table: str, day: int) -> Gone:
    """Drop every partition of ``table`` that ends by ``day`` (days since 1970), and what DEFAULT has from before it.

    A partition that only begins before ``day`` stays whole. Each goes in a transaction of its own. Nothing happens on
    SQLite. Raises DatabaseUnavailableError, also when others hold a table for seconds; the next time goes on.
    """
    partitioned, dropped = TABLES[table], []
    if database.is_sqlite:
        return Gone()
    for each in partitions(database, table):
        if each.period is not None and each.period.until_day <= day:
            with database.writing() as session:
                store.drop(session, partitioned, each.name)
            dropped.append(each.name)
    with database.writing() as session:
        return Gone(tuple(dropped), store.delete_from_default(session, partitioned, day))


def _missing(session: Session, table: Partitioned, today: int) -> list[Period]:
    there = {each.name for each in store.partitions(session, table)}
    periods = wanted(table.step, today, store.keys_in_default(session, table))
    return [period for period in periods if name_of(table, period) not in there]


def _period(found: store.Bounded) -> Period | None:
    if found.bounds is None:
        return None
    first, until = (day_of(int(bound) if bound.lstrip("-").isdigit() else bound) for bound in found.bounds)
    return Period(first, until) if first is not None and until is not None else None
