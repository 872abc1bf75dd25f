"""The SQL of how much there is and how much of it is too old. Large tables are not read for it but looked at here and
there: their rows of some devices tell of all."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, null, select, text
from sqlmodel import Session

from barometer_collector.privacy.retention.store import measuring
from barometer_collector.privacy.retention.store.rows import Old

SOME = 200  # devices; their numbers are random, so the first of them are a sample
_SOME_DEVICES = text("SELECT id FROM device ORDER BY id LIMIT :most")
_DEVICES = text("SELECT count(*) FROM device")
_SERVER_BYTES = text(
    """
    SELECT pg_total_relation_size(CAST(:table AS regclass)) + COALESCE(SUM(pg_total_relation_size(relid)), 0)
    FROM pg_partition_tree(CAST(:table AS regclass)) WHERE isleaf AND relid <> CAST(:table AS regclass)
    """
)
_CLUSTER_BYTES = text(
    """
    SELECT SUM(CASE WHEN p.logicalrelid IS NULL THEN pg_total_relation_size(c.oid)
                    ELSE citus_total_relation_size(c.oid) END)
    FROM pg_class AS c LEFT JOIN pg_dist_partition AS p ON p.logicalrelid = c.oid
    WHERE c.oid = CAST(:table AS regclass)
          OR c.oid IN (SELECT relid FROM pg_partition_tree(CAST(:table AS regclass)) WHERE isleaf)
    """
)


class Count(NamedTuple):
    """``rows`` in all, ``old`` of them, and the oldest's value of the column that tells the age (None: no rows)."""

    rows: int
    old: int
    oldest: Any


def some_devices(session: Session) -> tuple[list[int], float]:
    """Some devices, and by how much what they have is to be multiplied to be that of all."""
    some = list(session.connection().execute(_SOME_DEVICES, {"most": SOME}).scalars())
    all_ = int(session.connection().execute(_DEVICES).scalar_one())
    return some, all_ / len(some) if some else 1.0


def of_devices(session: Session, table: str, column: str, limit: int | str, devices: Sequence[int]) -> Count:
    """The rows of these devices."""
    query = text(
        f"""
        SELECT count(*), COALESCE(SUM(CASE WHEN {column} < :limit THEN 1 ELSE 0 END), 0), MIN({column})
        FROM {table} WHERE device_id IN :devices
        """  # noqa: S608 - names of ours
    ).bindparams(bindparam("devices", expanding=True))
    return Count(*session.connection().execute(query, {"limit": limit, "devices": list(devices)}).one())


def of_days(session: Session, table: str, column: str, first_day: int) -> Count:
    """Exactly, reading the table."""
    query = text(
        f"""
        SELECT count(*), COALESCE(SUM(CASE WHEN {column} < :limit THEN 1 ELSE 0 END), 0), MIN({column}) FROM {table}
        """  # noqa: S608 - names of ours
    )
    return Count(*session.connection().execute(query, {"limit": first_day}).one())


def of_rows(session: Session, old: Old, columns: Sequence[str]) -> Count:
    """Exactly, reading the table; where a column is emptied, of the rows in which it says something."""
    says = old.table.c[old.column] != old.empty if old.column else text("1 = 1")
    known = [name for name in columns if name in old.table.c]
    wanted: list[Any] = [func.count(), func.min(old.table.c[known[0]]) if known else null()]
    rows, first = session.connection().execute(select(*wanted).select_from(old.table).where(says)).one()
    too_old = session.connection().execute(select(func.count()).select_from(old.table).where(old.where)).scalar_one()
    return Count(int(rows), int(too_old), first)


def rows_of(session: Session, table: str) -> int:
    return int(session.connection().execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - ours


def bytes_of(session: Session, table: str, rows: float) -> int:
    """About what ``rows`` of a table take, on a server exactly, on Citus on all nodes together."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return int(rows * measuring.row_bytes(session, table))
    query = _CLUSTER_BYTES if measuring.is_cluster(session) else _SERVER_BYTES
    return int(connection.execute(query, {"table": table}).scalar_one())
