"""The SQL of partitions, for PostgreSQL and Citus.

A partition is made as a table of its own and attached, which on Citus distributes it like its parent. Attaching takes
a lock that goes well with reading and writing the parent; only DEFAULT is closed meanwhile, and it is empty as a rule.
"""

import re
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from barometer_collector.partitions.rules import Partitioned, Period, key_of, name_of

_BOUNDS = re.compile(r"FOR VALUES FROM \('?([^')]+)'?\) TO \('?([^')]+)'?\)")
_LIST = """
    SELECT c.relname, pg_get_expr(c.relpartbound, c.oid), {size}(c.oid::regclass)
    FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = CAST(:table AS regclass) ORDER BY c.relname
"""
_IS_CITUS = text("SELECT count(*) FROM pg_extension WHERE extname = 'citus'")
_IS_DISTRIBUTED = text("SELECT count(*) FROM pg_dist_partition WHERE logicalrelid = CAST(:table AS regclass)")
# Better late than in the way: whoever waits for a lock holds up everyone who comes after.
_WAIT_SHORTLY = text("SET LOCAL lock_timeout = '3s'")


class Bounded(NamedTuple):
    """A partition as the database has it. Without bounds: DEFAULT."""

    name: str
    bounds: tuple[str, str] | None
    size: int


def partitions(session: Session, table: Partitioned) -> list[Bounded]:
    """The partitions of ``table`` with what they take on disk in bytes, on Citus on all nodes together."""
    size = "citus_total_relation_size" if _is_distributed(session, table) else "pg_total_relation_size"
    rows = session.connection().execute(text(_LIST.format(size=size)), {"table": table.table})
    return [Bounded(row[0], _bounds(row[1]), int(row[2] or 0)) for row in rows]


def keys_in_default(session: Session, table: Partitioned) -> list[int | str]:
    """Which keys have rows in DEFAULT."""
    query = text(f"SELECT DISTINCT {table.key} FROM {table.default}")  # noqa: S608 - names of ours
    return list(session.connection().execute(query).scalars())


def make(session: Session, table: Partitioned, period: Period) -> None:
    """Make the partition of ``period`` and move what DEFAULT holds of it there."""
    name, parent, default = name_of(table, period), table.table, table.default
    limits = {"low": key_of(table.step, period.first_day), "high": key_of(table.step, period.until_day)}
    within = f"{table.key} >= :low AND {table.key} < :high"
    connection = session.connection()
    connection.execute(_WAIT_SHORTLY)
    connection.execute(text(f"CREATE TABLE {name} (LIKE {parent} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"))
    connection.execute(text(f"LOCK TABLE {default} IN ACCESS EXCLUSIVE MODE"))
    connection.execute(text(f"INSERT INTO {name} SELECT * FROM {default} WHERE {within}"), limits)  # noqa: S608 - names of ours
    connection.execute(text(f"DELETE FROM {default} WHERE {within}"), limits)  # noqa: S608 - names of ours
    connection.execute(
        text(
            f"ALTER TABLE {parent} ATTACH PARTITION {name} FOR VALUES FROM ('{limits['low']}') TO ('{limits['high']}')"
        )
    )


def drop(session: Session, table: Partitioned, name: str) -> None:
    """Drop the partition ``name`` with all it holds."""
    connection = session.connection()
    connection.execute(_WAIT_SHORTLY)
    connection.execute(text(f"ALTER TABLE {table.table} DETACH PARTITION {name}"))
    connection.execute(text(f"DROP TABLE {name}"))


def delete_from_default(session: Session, table: Partitioned, day: int) -> int:
    """Delete what DEFAULT holds from before ``day``; how many rows that was."""
    query = text(f"DELETE FROM {table.default} WHERE {table.key} < :high")  # noqa: S608 - names of ours
    deleted = session.connection().execute(query, {"high": key_of(table.step, day)})
    return int(deleted.rowcount)


def _is_distributed(session: Session, table: Partitioned) -> bool:
    connection = session.connection()
    if not connection.execute(_IS_CITUS).scalar_one():
        return False
    return bool(connection.execute(_IS_DISTRIBUTED, {"table": table.table}).scalar_one())


def _bounds(expression: str) -> tuple[str, str] | None:
    found = _BOUNDS.fullmatch(expression)
    return (found[1], found[2]) if found else None
