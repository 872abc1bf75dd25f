"""Partitions as PostgreSQL has them."""

import pytest
from sqlalchemy import text

from barometer_collector.database import Database, DatabaseUnavailableError
from barometer_collector.partitions import store
from barometer_collector.partitions.rules import TABLES, Step, period_of

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

FAR = 30_000  # a day of which there is no partition
SAMPLE = TABLES["sample"]


def _add(database: Database, *arrived: int) -> None:
    query = text(
        "INSERT INTO sample (device_id, id, metric, subject, at, day, value, failed, bucket, arrived) "
        "VALUES (1, :arrived, 1, '', 0, 0, 5, 0, 0, :arrived)"
    )
    with database.writing() as session:
        for day in arrived:
            session.connection().execute(query, {"arrived": day})


def _where(database: Database) -> list[tuple[str, int]]:
    query = text("SELECT CAST(CAST(tableoid AS regclass) AS text), arrived FROM sample ORDER BY arrived")
    with database.reading() as session:
        return [(row[0], row[1]) for row in session.connection().execute(query)]


def _make(database: Database, day: int) -> None:
    with database.writing() as session:
        store.make(session, SAMPLE, period_of(Step.DAY, day))


def test_a_new_partition_takes_its_rows_out_of_default(database: Database) -> None:
    _add(database, FAR, FAR + 1)
    assert {name for name, _ in _where(database)} == {"sample_default"}
    _make(database, FAR)
    assert _where(database) == [("sample_20520220", FAR), ("sample_default", FAR + 1)]
    with database.reading() as session:
        assert store.keys_in_default(session, SAMPLE) == [FAR + 1]


def test_a_new_partition_has_the_indexes_of_its_parent(database: Database) -> None:
    _make(database, FAR)
    with database.reading() as session:
        query = text("SELECT indexdef FROM pg_indexes WHERE tablename = 'sample_20520220'")
        found = session.connection().execute(query).scalars().all()
    assert len(found) == 1
    assert "(id)" in found[0]


def test_partitions_are_told_with_bounds_and_size(database: Database) -> None:
    _add(database, FAR)
    _make(database, FAR)
    with database.reading() as session:
        found = {each.name: each for each in store.partitions(session, SAMPLE)}
        months = {each.name: each for each in store.partitions(session, TABLES["batch"])}
    assert found["sample_20520220"].bounds == (str(FAR), str(FAR + 1))
    assert found["sample_20520220"].size >= 8_192
    assert found["sample_default"].bounds is None
    assert any(each.bounds is not None and each.bounds[0][4] == "-" for each in months.values())


def test_dropping_takes_the_rows_along(database: Database) -> None:
    _add(database, FAR, FAR + 1)
    _make(database, FAR)
    with database.writing() as session:
        store.drop(session, SAMPLE, "sample_20520220")
        assert store.delete_from_default(session, SAMPLE, FAR + 2) == 1
    assert _where(database) == []


def test_it_waits_for_others_only_shortly(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_WAIT_SHORTLY", text("SET LOCAL lock_timeout = '50ms'"))
    with database.reading() as session:
        session.connection().execute(text("SELECT count(*) FROM sample")).scalar_one()  # holds every partition
        with pytest.raises(DatabaseUnavailableError, match="lock timeout"):
            _make(database, FAR)
    _make(database, FAR)
