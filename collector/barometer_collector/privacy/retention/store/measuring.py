"""The SQL of how much room the database takes. No table is read for it: it may be asked every hour."""

from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from barometer_collector.privacy.retention.store import raw

# The first leaves of the tree tell what a row takes; where SQLite was built without that table, what was measured of
# samples of a simulated fleet.
_HAS_DBSTAT = text("SELECT count(*) FROM pragma_module_list WHERE name = 'dbstat'")
_LEAVES = text(
    """
    SELECT SUM(pgsize), SUM(ncell) FROM (
        SELECT pgsize, ncell FROM dbstat WHERE name = :table AND pagetype = 'leaf' LIMIT 200)
    """
)
_USUAL_ROW_BYTES = 50.0
_LONGEST_DAYS = 100  # no setting keeps raw samples longer; what says it is older was written under a wrong clock
_SERVER_BYTES = text("SELECT pg_database_size(current_database())")
_IS_CLUSTER = text("SELECT count(*) FROM pg_extension WHERE extname = 'citus'")
_CLUSTER_BYTES = text(
    """
    SELECT SUM(CAST(result AS bigint))
    FROM run_command_on_all_nodes('SELECT pg_database_size(current_database())') WHERE success
    """
)


class Room(NamedTuple):
    """In bytes: all that is in use, and free pages inside the file that are filled again."""

    used: int
    reusable: int


def room(session: Session) -> Room:
    """What the database takes, on Citus on all nodes together."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        query = _CLUSTER_BYTES if is_cluster(session) else _SERVER_BYTES
        return Room(int(connection.execute(query).scalar_one()), 0)
    size, count, free = (
        int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
        for name in ("page_size", "page_count", "freelist_count")
    )
    return Room(size * (count - free), size * free)


def is_cluster(session: Session) -> bool:
    """Whether a server is the coordinator of a Citus cluster."""
    return bool(session.connection().execute(_IS_CLUSTER).scalar_one())


def row_bytes(session: Session, table: str) -> float:
    """What a row of a table takes on SQLite, without its indexes."""
    connection = session.connection()
    if not connection.execute(_HAS_DBSTAT).scalar_one():
        return _USUAL_ROW_BYTES
    size, rows = connection.execute(_LEAVES, {"table": table}).one()
    return float(size) / float(rows) if rows else _USUAL_ROW_BYTES


def sqlite_days(session: Session, today: int) -> list[tuple[int, int]]:
    """Each day on which samples came that are still there, and what they take; SQLite only."""
    oldest = raw.oldest_day(session, today)
    if oldest is None:
        return []
    oldest = max(oldest, today - _LONGEST_DAYS)
    each = row_bytes(session, "sample")
    starts = [raw.first_of(session, day, today) or 0 for day in range(oldest, today + 1)]
    ends = [*starts[1:], (raw.ends(session).high or 0) + 1]
    days = range(oldest, today + 1)
    return [(day, int((end - start) * each)) for day, start, end in zip(days, starts, ends, strict=True) if end > start]
