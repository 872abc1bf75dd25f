"""The SQL of a cluster's own tables, and of what moves a table in it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from barometer_collector.database import Database
from barometer_collector.distribution.rules import Kind, Table
from barometer_collector.migrations.schema import all_tables

_EXTENSION = text("SELECT extversion FROM pg_extension WHERE extname = 'citus'")
_AVAILABLE = text("SELECT default_version FROM pg_available_extensions WHERE name = 'citus'")
_NODES = text("SELECT groupid, hasmetadata FROM pg_dist_node WHERE isactive AND noderole = 'primary'")
_IS_COORDINATOR = text("SELECT groupid = 0 FROM pg_dist_local_group")
# Of a partitioned table with its partitions. A distributed table has its rows on the workers, and none here.
_TABLES = text(
    """
    SELECT c.relname, p.partmethod, p.repmodel, COALESCE(p.colocationid, 0),
           SUM(part.reltuples) FILTER (WHERE part.reltuples >= 0 AND part.relkind = 'r'),
           CAST(SUM(pg_total_relation_size(part.oid)) AS bigint),
           CAST(COALESCE(SUM(pg_relation_size(part.oid)) FILTER (WHERE part.relkind = 'r'), 0) AS bigint)
    FROM pg_class AS c
    LEFT JOIN pg_dist_partition AS p ON p.logicalrelid = c.oid
    JOIN pg_class AS part ON part.oid = c.oid OR part.oid IN (SELECT relid FROM pg_partition_tree(c.oid))
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(:names) AND c.relkind IN ('r', 'p')
    GROUP BY c.relname, p.partmethod, p.repmodel, p.colocationid
    """
)


class ClusterError(Exception):
    """The cluster does not do what it was asked for; the message is the database's own."""


class Cluster(NamedTuple):
    """``installed`` is the version of the extension in this database, ``available`` that of the server's own files;
    "" for none. ``nodes`` counts those that are active, the coordinator too where it is one of them."""

    installed: str
    available: str
    nodes: int
    is_coordinator: bool
    has_coordinator: bool


def cluster(session: Session) -> Cluster:
    connection = session.connection()
    installed = connection.execute(_EXTENSION).scalar() or ""
    available = connection.execute(_AVAILABLE).scalar() or ""
    if not installed:
        return Cluster("", available, 0, False, False)
    groups = [row[0] for row in connection.execute(_NODES)]
    is_coordinator = bool(connection.execute(_IS_COORDINATOR).scalar())
    return Cluster(installed, available, len(groups), is_coordinator, 0 in groups)


def names() -> list[str]:
    """Every table of the schema, each after those it refers to."""
    return [table.name for table in all_tables().sorted_tables] + ["alembic_version"]


def tables(session: Session) -> list[Table]:
    """The tables of the schema as the database has them, in the order of ``names``."""
    wanted = names()
    rows = session.connection().execute(_TABLES, {"names": wanted})
    found = {
        name: Table(name, _kind(method, model), int(colocation), None if count is None else int(count), size, here)
        for name, method, model, colocation, count, size, here in rows
    }
    return [found[name] for name in wanted if name in found]


def run(database: Database, statements: Sequence[str]) -> None:
    """Run these in one transaction. ClusterError with the database's words when it does not want to."""
    with database.engine.connect() as connection:
        try:
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.commit()
        except DBAPIError as error:
            raise ClusterError(str(error.orig)) from error


def _kind(method: str | None, model: str | None) -> Kind:
    """Citus keeps a table that refers to a reference table, or is referred to, in its lists too: still local."""
    if method == "h":
        return Kind.DISTRIBUTED
    return Kind.REFERENCE if method == "n" and model == "t" else Kind.LOCAL
