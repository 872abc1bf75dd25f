"""The one door to the database: what it promises on both engines."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from barometer_collector.database import (
    CollisionError,
    Database,
    DatabaseLockedError,
    DatabaseUnavailableError,
    DataRefusedError,
    directory_lock,
    fetch,
    sqlite_url,
)
from barometer_collector.teams.tables import Team


def _team(slug: str) -> Team:
    return Team(slug=slug, name=slug.title(), created_at=1)


def _slugs(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(Team.slug).order_by(col(Team.slug))))


def test_what_was_written_is_read_back(database: Database) -> None:
    with database.writing() as session:
        session.add(_team("finance"))
    assert _slugs(database) == ["finance"]


def test_an_exception_takes_back_everything_written(database: Database) -> None:
    with pytest.raises(RuntimeError, match="changed its mind"), database.writing() as session:  # noqa: PT012
        session.add(_team("finance"))
        session.flush()
        raise RuntimeError("changed its mind")
    assert _slugs(database) == []


def test_a_reader_sees_nothing_of_an_unfinished_write(database: Database) -> None:
    with database.writing() as session:
        session.add(_team("finance"))
        session.flush()
        assert _slugs(database) == []
    assert _slugs(database) == ["finance"]


def test_values_the_database_refuses_are_told_apart_from_a_database_that_is_gone(database: Database) -> None:
    with pytest.raises(DataRefusedError), database.writing() as session:
        session.add_all([_team("finance"), _team("finance")])
    with pytest.raises(DatabaseUnavailableError), database.writing() as session:
        session.connection().execute(text("SELECT * FROM no_such_table"))
    assert _slugs(database) == []


def test_rows_are_fetched_by_the_driver_itself_and_its_errors_are_the_same(database: Database) -> None:
    with database.writing() as session:
        session.add_all([_team("finance"), _team("sales")])
        session.flush()
        wanted = "SELECT slug FROM team WHERE slug IN (?, ?) ORDER BY slug"
        assert fetch(session, wanted, ("sales", "finance")) == [("finance",), ("sales",)]
    with pytest.raises(DatabaseUnavailableError), database.reading() as session:
        fetch(session, "SELECT * FROM no_such_table", ())
    with pytest.raises(DataRefusedError), database.writing() as session:
        fetch(session, "INSERT INTO team (slug, name, created_at) VALUES (?, 'n', 1) RETURNING id", ("sales",))


def test_a_database_that_cannot_be_reached_is_unavailable(tmp_path: Path) -> None:
    for url in (sqlite_url(tmp_path / "no" / "folder"), "postgresql://127.0.0.1:1/none"):
        nowhere = Database(url)
        with pytest.raises(DatabaseUnavailableError), nowhere.reading() as session:
            session.connection()
        nowhere.close()


def test_a_file_that_the_disk_has_damaged_is_unavailable(tmp_path: Path) -> None:
    damaged = Database(sqlite_url(tmp_path))
    with damaged.writing() as session:
        session.connection().execute(text("CREATE TABLE page (content TEXT)"))
    damaged.close()
    file = tmp_path / "barometer.sqlite"
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 4096)
    with pytest.raises(DatabaseUnavailableError, match="malformed"), damaged.reading() as session:
        session.connection().execute(text("SELECT * FROM page")).all()
    damaged.close()


def test_a_data_directory_has_one_collector_at_a_time(tmp_path: Path) -> None:
    with directory_lock(tmp_path):
        with pytest.raises(DatabaseLockedError, match=r"in use by another collector.*--data"), directory_lock(tmp_path):
            pytest.fail("two had it")
        with directory_lock(_folder(tmp_path / "other")):
            pass
    with directory_lock(tmp_path):
        pass


def test_a_data_directory_is_the_same_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(_folder(tmp_path / "data"), target_is_directory=True)
    with (
        directory_lock(tmp_path / "data"),
        pytest.raises(DatabaseLockedError, match="in use by another"),
        directory_lock(tmp_path / "link"),
    ):
        pytest.fail("two had it")


def test_a_database_file_is_in_the_directory_that_a_link_leads_to(tmp_path: Path) -> None:
    _folder(tmp_path / "data")
    (tmp_path / "barometer.sqlite").symlink_to(tmp_path / "data" / "barometer.sqlite")
    linked = Database(sqlite_url(tmp_path))
    assert linked.file == tmp_path / "data" / "barometer.sqlite"
    linked.close()


def test_a_data_directory_on_a_network_file_system_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"files:/export {tmp_path.resolve()} nfs4 rw 0 0\n")
    monkeypatch.setattr("barometer_collector.mounts._MOUNTS", mounts)
    with pytest.raises(DatabaseUnavailableError, match=r"\(nfs4\).*--data.*DATABASE_URL"), directory_lock(tmp_path):
        pytest.fail("it has no lock to rely on")


def test_a_data_directory_that_cannot_be_used_is_not_said_to_be_in_use(tmp_path: Path) -> None:
    (tmp_path / "collector.lock").write_bytes(b"not a database at all" * 100)
    with pytest.raises(DatabaseUnavailableError, match="cannot be used"), directory_lock(tmp_path):
        pytest.fail("it has no lock")


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


# On SQLite the lock on its directory says the same.
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_jobs_of_a_database_are_done_by_one_process_at_a_time(database: Database) -> None:
    other = Database(database.url)
    with database.jobs_lock(), pytest.raises(DatabaseLockedError), other.jobs_lock():
        pytest.fail("two had it")
    with other.jobs_lock():
        pass
    other.close()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_lock_of_the_jobs_that_is_lost_is_noticed_and_another_process_has_it(database: Database) -> None:
    other = Database(database.url)
    with database.jobs_lock() as require_held:
        require_held()
        with other.reading() as session:
            mine = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            session.connection().execute(text(mine))
        with pytest.raises(DatabaseUnavailableError):
            require_held()
        with other.jobs_lock() as of_the_other:
            of_the_other()
            with pytest.raises(DatabaseUnavailableError):
                require_held()
    other.close()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_transactions_that_wait_for_each_other_are_told_apart_from_a_database_that_is_gone(
    database: Database,
) -> None:
    with database.writing() as session:
        session.add_all([_team("finance"), _team("sales")])
    barrier, told = threading.Barrier(2), []

    def rename(first: str, second: str) -> None:
        change = text("UPDATE team SET name = 'x' WHERE slug = :slug")
        try:
            with database.writing() as session:
                session.connection().execute(change, {"slug": first})
                barrier.wait(10)
                session.connection().execute(change, {"slug": second})
        except CollisionError as error:
            told.append(error)

    threads = [threading.Thread(target=rename, args=names) for names in (("finance", "sales"), ("sales", "finance"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1


def test_only_sqlite_is_a_file(database: Database, tmp_path: Path) -> None:
    assert database.file == (tmp_path / "barometer.sqlite" if database.is_sqlite else None)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_survives_a_power_cut(database: Database) -> None:
    with database.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_waits_too_long_for_others_to_write_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("barometer_collector.database._BUSY_MS", 20)
    told = pytest.raises(DatabaseUnavailableError, match="others have been writing")
    with database.writing(), told, database.writing():
        pass
    with database.writing() as session:
        session.add(_team("after"))
    assert _slugs(database) == ["after"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_long_log_begins_anew_after_a_checkpoint(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("barometer_collector.database._LONG_LOG_PAGES", 1)
    for number in range(50):
        with database.writing() as session:
            session.add(_team(f"team-{number}"))
    assert database.file is not None
    log = database.file.with_name("barometer.sqlite-wal")
    long = log.stat().st_size
    database.checkpoint()
    with database.writing() as session:
        session.add(_team("one more"))
    assert log.stat().st_size == long  # written over from its beginning
    assert "one more" in _slugs(database)


def test_a_checkpoint_loses_nothing(database: Database) -> None:
    with database.writing() as session:
        session.add(_team("finance"))
    database.checkpoint()
    assert _slugs(database) == ["finance"]


def test_a_snapshot_sees_one_state(database: Database) -> None:
    count = text("SELECT COUNT(*) FROM team")
    with database.snapshot() as session:
        before = session.connection().execute(count).scalar_one()
        with database.writing() as other:
            other.connection().execute(text("INSERT INTO team (slug, name, created_at) VALUES ('a', 'A', 0)"))
        assert session.connection().execute(count).scalar_one() == before == 0
    with database.reading() as session:
        assert session.connection().execute(count).scalar_one() == 1
