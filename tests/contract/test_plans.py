"""Everything that a collector says to its database can be said to a Citus cluster, and is done where the rows lie.

Read off the statements themselves, as they were said to PostgreSQL in the life of a small fleet: what is added to a
store is looked at here as soon as ``lifetime`` uses it, and a function that it does not use is named.
"""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import inspect as inspector_of
from sqlalchemy import make_url, text

import barometer_collector
from barometer_collector.database import Database
from barometer_collector.distribution.rules import PLACEMENTS, Kind
from barometer_collector.migrations.schema import all_tables, upgrade
from barometer_collector.partitions.rules import TABLES as PARTITIONED
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON
from tests.contract.lifetime import Life
from tests.contract.plan_blocks import Catalogue
from tests.contract.plan_rules import faults
from tests.contract.recording import Recording, recording, shape_of

pytestmark = [pytest.mark.xdist_group("lived"), pytest.mark.timeout(600)]  # one life for all, which takes a while

# What goes through the coordinator nevertheless, and why it may.
THROUGH_THE_COORDINATOR = {
    "partitions.store.make": "moves rows that strayed into DEFAULT to their new partition: a few, once",
}
# Functions that say nothing to a cluster in the life of a collector, and why.
ELSEWHERE = {
    "distribution.store.cluster": "said by the command that distributes, before anything is",
    "distribution.store.tables": "the same",
    "ingest.inserting.insert_blocks": "of SQLite",
    "ingest.store.delete_quarantined": "said when its caller's transaction ends: a DELETE by key",
    "privacy.retention.store.measuring.row_bytes": "of SQLite",
    "privacy.retention.store.measuring.sqlite_days": "of SQLite",
    "privacy.retention.store.raw.ends": "of SQLite",
    "privacy.retention.store.raw.first_of": "of SQLite",
    "privacy.retention.store.raw.first_open": "of SQLite",
    "privacy.retention.store.raw.oldest_day": "of SQLite",
    "privacy.retention.store.raw.remove": "of SQLite",
    "privacy.retention.store.secure.overwrite": "of SQLite",
    "scoring.store.fleet.members": "of replay, on the command line",
}


@pytest.fixture(scope="module")
def lived(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Recording]]:
    """A PostgreSQL that a fleet lived on, and all that was said to it."""
    admin = Database(postgres_server)
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE lived"))
    admin.close()
    database = Database(make_url(postgres_server).set(database="lived").render_as_string(hide_password=False))
    upgrade(database, NOON)
    folder = tmp_path_factory.mktemp("lived")
    with recording(database) as told:
        Life(database, Settings(folder, database.url, b"a secret of thirty-two bytes....")).live()
    yield database, told
    database.close()


def test_every_statement_is_done_where_the_rows_lie(lived: tuple[Database, Recording]) -> None:
    _, told = lived
    catalogue = catalogue_of_the_schema()
    broken = [
        f"{fault.rule} in {', '.join(sorted(statement.callers))}: {fault.fix}\n    {shape_of(statement.text)}"
        for statement in told.statements
        for fault in faults(statement.text, catalogue)
        if not statement.callers & THROUGH_THE_COORDINATOR.keys()
    ]
    assert broken == []


def test_every_function_of_a_store_said_something(lived: tuple[Database, Recording]) -> None:
    _, told = lived
    silent = sorted(_functions_of_stores() - told.callers - ELSEWHERE.keys())
    assert not silent, "\n".join(silent)


def test_every_key_of_a_distributed_table_holds_the_device(lived: tuple[Database, Recording]) -> None:
    database, _ = lived
    inspector = inspector_of(database.engine)
    wrong = []
    for table, placement in PLACEMENTS.items():
        if placement.kind is Kind.DISTRIBUTED:
            keys = [(each["name"], each["column_names"]) for each in inspector.get_unique_constraints(table)]
            keys += [(each["name"], each["column_names"]) for each in inspector.get_indexes(table) if each["unique"]]
            primary = inspector.get_pk_constraint(table)["constrained_columns"]
            keys += [("primary key", primary)] if primary else []
            wrong += [(table, *key) for key in keys if placement.column not in key[1]]
    assert wrong == []


def test_a_table_of_devices_refers_to_reference_tables_alone(lived: tuple[Database, Recording]) -> None:
    database, _ = lived
    inspector = inspector_of(database.engine)
    referred = {
        (table, each["referred_table"])
        for table, placement in PLACEMENTS.items()
        if placement.kind is Kind.DISTRIBUTED
        for each in inspector.get_foreign_keys(table)
    }
    assert {PLACEMENTS[other].kind for _, other in referred} == {Kind.REFERENCE}


def test_every_table_has_its_place_and_every_place_its_table() -> None:
    assert {table.name for table in all_tables().sorted_tables} | {"alembic_version"} == set(PLACEMENTS)


def test_whatever_knows_a_device_lies_with_it() -> None:
    """But for what must be unique for a person."""
    knowing = {table.name for table in all_tables().sorted_tables if "device_id" in table.columns} | {"device"}
    assert {name for name in knowing if PLACEMENTS[name].kind is not Kind.DISTRIBUTED} == {"token_issue"}


def test_the_distribution_columns_have_one_type() -> None:
    """Tables lie beside each other only then."""
    tables = all_tables().tables
    types = {
        str(tables[name].columns[placement.column].type) for name, placement in PLACEMENTS.items() if placement.column
    }
    assert types == {"BIGINT"}


def catalogue_of_the_schema() -> Catalogue:
    """With the DEFAULT partitions, which are read by name."""
    columns = {table.name: frozenset(table.columns.keys()) for table in all_tables().sorted_tables}
    device = {name: each.column for name, each in PLACEMENTS.items() if each.kind is Kind.DISTRIBUTED}
    columns |= {each.default: columns[each.table] for each in PARTITIONED.values()}
    device |= {each.default: device[each.table] for each in PARTITIONED.values()}
    local = frozenset(name for name, each in PLACEMENTS.items() if each.kind is Kind.LOCAL)
    return Catalogue(columns, device, local)


def _functions_of_stores() -> set[str]:
    """Every public function of ours that says something in a session it is given."""
    root = barometer_collector.__name__ + "."
    names = [each.name for each in pkgutil.walk_packages(barometer_collector.__path__, root) if _speaks_sql(each.name)]
    found = set()
    for name in names:
        for function, value in inspect.getmembers(import_module(name), inspect.isfunction):
            takes = next(iter(inspect.signature(value).parameters), "")
            if value.__module__ == name and takes == "session" and not function.startswith("_"):
                found.add(f"{name.removeprefix(root)}.{function}")
    return found


def _speaks_sql(module: str) -> bool:
    path = module.split(".")
    return "store" in path or Path(path[-1]).name in {"copying", "inserting"}
