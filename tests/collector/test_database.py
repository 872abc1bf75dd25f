"""The one door to the database: what it promises on both engines."""

import pytest
from sqlmodel import col, select

from barometer_collector.database import Database
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
    with pytest.raises(RuntimeError), database.writing() as session:
        session.add(_team("finance"))
        session.flush()
        raise RuntimeError
    assert _slugs(database) == []


def test_a_reader_sees_nothing_of_an_unfinished_write(database: Database) -> None:
    with database.writing() as session:
        session.add(_team("finance"))
        session.flush()
        assert _slugs(database) == []
    assert _slugs(database) == ["finance"]


def test_sqlite_survives_a_power_cut(database: Database) -> None:
    if not database.is_sqlite:
        return
    with database.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
