"""The list of devices to be scored: nobody is lost from it."""

import threading

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.scoring.store import touched
from tests.collector.scoring.records import Records

_TOUCH = text(
    "INSERT INTO touched (device_id, at) VALUES (:device, 5) ON CONFLICT (device_id) DO UPDATE SET at = excluded.at"
)


def _touch(database: Database, device: int) -> None:
    with database.writing() as session:
        session.connection().execute(_TOUCH, {"device": device})


def _take_and_fail(database: Database) -> None:
    with database.writing() as session:
        assert touched.take(session, 2) == [1]
        raise RuntimeError


def test_the_longest_waiting_come_first_and_only_so_many(records: Records) -> None:
    for device in (3, 1, 2):
        _touch(records.database, device)
    with records.database.writing() as session:
        assert touched.take(session, 2) == [1, 2]
    assert records.touched() == [3]


def test_a_failure_puts_them_back(records: Records) -> None:
    _touch(records.database, 1)
    with pytest.raises(RuntimeError):
        _take_and_fail(records.database)
    assert records.touched() == [1]


def test_a_touch_while_scoring_is_not_lost(records: Records) -> None:
    """The same device, at the same millisecond, by another writer before the scores are stored."""
    _touch(records.database, 1)
    other = threading.Thread(target=_touch, args=(records.database, 1))
    with records.database.writing() as session:
        assert touched.take(session, 2) == [1]
        other.start()
        other.join(0.3)  # it waits for this transaction, or is done
    other.join(10)
    assert not other.is_alive()
    assert records.touched() == [1]
