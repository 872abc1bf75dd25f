"""A collector on a real Citus cluster: the same life as on SQLite, the same rows, and every statement done where the
rows lie.

Runs where ``TEST_CITUS_URL`` names the coordinator of a cluster (``postgresql://...``, a user who may create schemas).
It works in a schema of its own, which it removes, and touches nothing else.
"""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from sqlalchemy import make_url, text

from barometer_collector import cli
from barometer_collector.database import Database, sqlite_url
from barometer_collector.distribution import service, store
from barometer_collector.distribution.rules import PLACEMENTS, Kind
from barometer_collector.migrations.schema import upgrade
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON
from tests.conftest import NEEDS_A_CLUSTER
from tests.contract.lifetime import Life
from tests.contract.plan_text import far, tasks
from tests.contract.recording import Recording, recording, shape_of
from tests.contract.test_plan_rules import BROKEN, CATALOGUE, KEPT
from tests.contract.test_plans import THROUGH_THE_COORDINATOR

URL = os.environ.get("TEST_CITUS_URL", "")
SECRET = b"a secret of thirty-two bytes...."
_PLANNED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
# What is made of chance, or counts what each engine does in its own way: numbers of samples and rows, keys, sizes.
_MADE_ANEW = {
    "account", "alembic_version", "api_token", "ballot_group", "ballot_round", "ballot_spent", "disk_use",
    "enrolment_token", "fleet_pace", "intake_load", "keeping_state", "sample_number", "sign_in", "token_issue",
}  # fmt: skip
_OWN = {"first_sample", "last_sample", "team_id"}
_OWN_OF = {
    "ballot": {"id", "heap"},
    "publication": {"votes"}, "device": {"secret_hash"}, "event": {"id"}, "group_score": {"document"}, "sample": {"id"},
    "team": {"id"}, "token_seat": {"group_id"}, "touched": {"at"},
}  # fmt: skip
_NOT_IN_A_PLAN = {"insert", "conflict", "window"}
_TEXTS = {"name", "slug", "kind", "campaign", "team", "answer_id"}

Rows = Mapping[str, list[tuple[tuple[str, str], ...]]]


class Lived(NamedTuple):
    """What was said, and what there was in each table before the old of it went."""

    told: Recording
    rows: Rows


pytestmark = [
    pytest.mark.skipif(not URL, reason=NEEDS_A_CLUSTER),
    pytest.mark.timeout(1_800),
    pytest.mark.xdist_group("citus"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The cluster, in a schema of our own."""
    schema = f"barometer_{secrets.token_hex(4)}"
    plain = make_url(URL.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as admin:
        _know_the_coordinator(admin)
        admin.execute(f"CREATE SCHEMA {schema}")
        options = f"-csearch_path={schema},public"
        yield plain.update_query_dict({"options": options}).render_as_string(hide_password=False)
        admin.execute(f"DROP SCHEMA {schema} CASCADE")


def _know_the_coordinator(admin: "psycopg.Connection[Any]") -> None:
    """A cluster whose coordinator does not know itself is told by which address we reached it."""
    known = admin.execute("SELECT count(*) FROM pg_dist_node WHERE groupid = 0").fetchone()
    reached = admin.execute("SELECT host(inet_server_addr()), inet_server_port()").fetchone()
    if known == (0,) and reached is not None and reached[0] is not None:
        admin.execute("SELECT citus_set_coordinator_host(%s, %s)", reached)


@pytest.fixture(scope="module")
def distributed(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The schema, distributed by the command."""
    folder = tmp_path_factory.mktemp("distributed")
    with closing(Database(address)) as database:
        upgrade(database, NOON)
        assert _run(folder, address, "--dry-run") == 0
        assert _kinds(database) == dict.fromkeys(PLACEMENTS, Kind.LOCAL)
        _say(database, "INSERT INTO occasion (device_id, kind, campaign, at) VALUES (1, 'crash', 'before', 5)")
        _say(database, "INSERT INTO packed_day (device_id, day, keys, counts) VALUES (1, 20775, 5, '')")
        assert _run(folder, address, "--shards", "8") == 0
        # What was there is still there, and nowhere else.
        assert [len(_rows(database, name)) for name in ("occasion", "packed_day")] == [1, 1]
        with database.reading() as session:
            assert [table.name for table in store.tables(session) if table.here and table.kind is not Kind.LOCAL] == []
        _say(database, "DELETE FROM occasion")
        _say(database, "DELETE FROM packed_day")
        yield database


@pytest.fixture(scope="module")
def lived(distributed: Database, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """A small fleet lived on the cluster."""
    with recording(distributed) as told:
        rows = _live(distributed, tmp_path_factory.mktemp("lived"))
    return Lived(told, rows)


def test_every_table_is_where_it_belongs(distributed: Database) -> None:
    assert _kinds(distributed) == {name: placement.kind for name, placement in PLACEMENTS.items()}


def test_distributing_again_changes_nothing_and_what_is_new_is_moved(
    distributed: Database, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, address) == 0
    assert "nothing to do" in capsys.readouterr().out
    _say(distributed, "SELECT undistribute_table('occasion')")
    assert _run(tmp_path, address) == 0
    assert "1 of " in capsys.readouterr().out
    assert _kinds(distributed)["occasion"] is Kind.DISTRIBUTED


def test_a_later_version_migrates_a_cluster(distributed: Database) -> None:
    upgrade(distributed, NOON)
    with distributed.writing() as session:
        session.connection().execute(text("ALTER TABLE news ADD COLUMN of_tomorrow integer"))
        session.connection().execute(text("ALTER TABLE device_gap ADD COLUMN of_tomorrow integer"))
        session.connection().execute(text("CREATE INDEX ix_of_tomorrow ON device_gap (of_tomorrow)"))
        session.rollback()


def test_every_statement_is_done_where_the_rows_lie(lived: Lived, address: str) -> None:
    sent = []
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in lived.told.statements:
            if statement.text.startswith(_PLANNED) and not statement.callers & THROUGH_THE_COORDINATOR.keys():
                plan = _plan(connection, statement.text, statement.values)
                sent += [f"{why}: {shape_of(statement.text)}\n    {statement.callers}" for why in far(plan)]
    assert sent == []


def test_what_is_of_one_device_goes_to_one_shard(lived: Lived, address: str) -> None:
    """Those statements that intake and delivery say for every laptop."""
    often = {
        "ingest.store.find_entry",
        "ingest.store.latest_samples",
        "sentiment.store.asked_device",
        "tokens.store.seats_of",
    }
    found = {}
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in lived.told.statements:
            if statement.callers & often:
                found[shape_of(statement.text)] = tasks(_plan(connection, statement.text, statement.values))
    assert found
    assert {shape: count for shape, count in found.items() if count != 1} == {}


def test_a_cluster_has_the_rows_that_sqlite_has(lived: Lived, tmp_path: Path) -> None:
    with closing(Database(sqlite_url(tmp_path))) as embedded:
        upgrade(embedded, NOON)
        rows = _live(embedded, tmp_path)
    assert {name: len(found) for name, found in lived.rows.items()} == {name: len(rows[name]) for name in rows}
    for name, found in lived.rows.items():
        assert found == rows[name], name
    grown = ("sample", "packed_day", "event", "device_score", "answer", "batch")
    assert [name for name in grown if not rows[name]] == []


@pytest.fixture(scope="module")
def toys(address: str) -> Iterator["psycopg.Connection[Any]"]:
    """The tables over which the rules are shown, on the same cluster."""
    with psycopg.connect(address, autocommit=True) as connection:
        schema = f"rules_{secrets.token_hex(4)}"
        connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(f"SET search_path = {schema}")
        connection.execute("SET citus.shard_count = 4")
        for table, columns in CATALOGUE.columns.items():
            _make(connection, table, columns)
        yield connection
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.mark.parametrize("statement", [each for each in KEPT if not each.startswith("COPY")])
def test_the_cluster_does_in_place_what_the_rules_allow(toys: "psycopg.Connection[Any]", statement: str) -> None:
    assert far(_plan(toys, statement)) == []


@pytest.mark.parametrize(
    "statement", [each for each, rule in BROKEN.items() if rule not in ("insert", "conflict", "window")]
)
def test_the_cluster_refuses_or_sends_about_what_the_rules_forbid(
    toys: "psycopg.Connection[Any]", statement: str
) -> None:
    try:
        plan = _plan(toys, statement)
    except psycopg.DatabaseError:
        return
    assert far(plan) != []


def _make(connection: "psycopg.Connection[Any]", table: str, columns: frozenset[str]) -> None:
    types = ", ".join(f"{name} {_type_of(name)}" for name in sorted(columns))
    connection.execute(f"CREATE TABLE {table} ({types})")
    if table in CATALOGUE.device:
        column = CATALOGUE.device[table]
        if column == "id" or table == "touched":
            connection.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({column})")
        connection.execute("SELECT create_distributed_table(%s, %s)", (table, column))
    elif table not in CATALOGUE.local:
        connection.execute("SELECT create_reference_table(%s)", (table,))


def _type_of(column: str) -> str:
    return "boolean" if column == "simulated" else "text" if column in _TEXTS else "bigint"


def _plan(connection: "psycopg.Connection[Any]", statement: str, values: Any = None) -> list[str]:
    explained: Any = f"EXPLAIN (COSTS OFF) {statement}"
    return [row[0] for row in connection.execute(explained, values)]


def _run(folder: Path, address: str, *arguments: str) -> int:
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = address
    try:
        return cli.main(["distribute", "--data", str(folder), *arguments])
    finally:
        if before is None:
            del os.environ["DATABASE_URL"]
        else:
            os.environ["DATABASE_URL"] = before


def _kinds(database: Database) -> Mapping[str, Kind]:
    _, steps = service.look(database, None)
    return {step.table.name: step.table.kind for step in steps}


def _say(database: Database, statement: str) -> None:
    with database.writing() as session:
        session.connection().execute(text(statement))


def _live(database: Database, folder: Path) -> Rows:
    rows: dict[str, list[tuple[tuple[str, str], ...]]] = {}

    def look() -> None:
        rows.update({table: _rows(database, table) for table in PLACEMENTS if table not in _MADE_ANEW})

    Life(database, Settings(folder, database.url, SECRET)).live(look)
    return rows


def _rows(database: Database, table: str) -> list[tuple[tuple[str, str], ...]]:
    """What a table holds, in an order of its own, without what each run makes anew."""
    with database.reading() as session:
        found = session.connection().execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - names of ours
        rows = [dict(row) for row in found.mappings()]
    own = _OWN | _OWN_OF.get(table, set())
    return sorted(tuple(sorted((name, _same(value)) for name, value in row.items() if name not in own)) for row in rows)


def _same(value: Any) -> str:
    """As text that is alike on all engines."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, float):
        return f"{value:.9g}"
    return str(int(value)) if isinstance(value, bool) else str(value)
