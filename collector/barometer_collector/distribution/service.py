"""The use case: bring every table to its place in the cluster, once or again."""

from collections.abc import Callable

from barometer_collector.database import Database, DatabaseLockedError
from barometer_collector.distribution import store
from barometer_collector.distribution.rules import Kind, Step, misplaced, steps, unplaced
from barometer_collector.distribution.store import Cluster, ClusterError


class DistributionError(Exception):
    """The tables cannot be distributed; the message says what to do."""


def look(database: Database, shards: int | None) -> tuple[Cluster, list[Step]]:
    """The cluster, and what is to be done in it. DistributionError when it is none, or not one to distribute over."""
    if database.is_sqlite:
        raise DistributionError(
            "the database is SQLite, which is one file: set DATABASE_URL to the coordinator of a Citus cluster"
        )
    with database.reading() as session:
        cluster = store.cluster(session)
        _check(cluster)
        found = store.tables(session)
    if forgotten := unplaced(store.names()):
        raise DistributionError(
            f"no place is known for {', '.join(forgotten)}: this is a fault of Barometer, report it"
        )
    return cluster, steps(found, shards)


def left_behind(database: Database) -> list[str]:
    """The tables of a distributed database that are not where they belong yet, as a new version may bring; none of one
    that is not distributed."""
    if database.is_sqlite:
        return []
    with database.reading() as session:
        if not store.cluster(session).installed:
            return []
        found = store.tables(session)
    is_distributed = any(table.kind is not Kind.LOCAL for table in found)
    return [step.table.name for step in steps(found, None) if step.statements and not step.cleared and is_distributed]


def distribute(database: Database, planned: list[Step], tell: Callable[[Step], None]) -> None:
    """Do what is ``planned``, table by table, each in a transaction of its own: after a failure the next call goes on
    where this one ended. ``tell`` is called before each that has something to do.

    Raises DistributionError when a collector runs, or the cluster does not want to.
    """
    try:
        with database.jobs_lock():
            for step in planned:
                if step.statements:
                    tell(step)
                    _run(database, step)
    except DatabaseLockedError as error:
        raise DistributionError(
            "a collector runs on this database, and its writing would wait for every table: stop all collectors first; "
            "laptops keep what they measured until it is back"
        ) from error
    with database.reading() as session:
        wrong = misplaced(store.tables(session))
    if wrong:
        raise DistributionError("not everything is in its place: " + "; ".join(wrong))


def _run(database: Database, step: Step) -> None:
    try:
        store.run(database, step.statements)
    except ClusterError as error:
        raise DistributionError(
            f"{step.table.name} could not be moved: {error}; what was moved before stays, and the same command goes on "
            "from there"
        ) from error


def _check(cluster: Cluster) -> None:
    if not cluster.installed:
        fix = (
            "run CREATE EXTENSION citus in this database, on every node"
            if cluster.available
            else "install Citus 12 or later on every node, add citus to shared_preload_libraries, restart, and run "
            "CREATE EXTENSION citus in this database, on every node"
        )
        raise DistributionError(f"the database has no extension citus: {fix}")
    if not cluster.is_coordinator:
        raise DistributionError("this node is a worker: set DATABASE_URL to the coordinator")
    if not cluster.nodes:
        raise DistributionError(
            "the cluster has no nodes: run SELECT citus_set_coordinator_host('HOST'), then SELECT "
            "citus_add_node('HOST', PORT) for each worker"
        )
    if not cluster.has_coordinator:
        raise DistributionError(
            "the coordinator does not know itself, and so cannot keep copies of the small tables: run SELECT "
            "citus_set_coordinator_host('HOST') with the name by which the workers reach it"
        )
