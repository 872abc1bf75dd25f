"""The list of devices to be scored: nobody is lost from it."""

import threading

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.scoring.store import touched
from barometer_collector.scoring.store.touched import TouchedDevice
from tests.collector.scoring.records import Records

_TOUCH = text(
    """
    INSERT INTO touched (device_id, at, since_day) VALUES (:device, :at, 9)
    ON CONFLICT (device_id) DO UPDATE SET at = excluded.at
    """
)


def _touch(database: Database, device: int, at: int = 5) -> None:
    with database.writing() as session:
        session.connection().execute(_TOUCH, {"device": device, "at": at})


def _waiting(database: Database, most: int = 9) -> list[TouchedDevice]:
    with database.reading() as session:
        return touched.waiting(session, most)


def _take_off(database: Database, some: list[TouchedDevice]) -> None:
    with database.writing() as session:
        touched.take_off(session, some)


def _take_off_and_fail(database: Database, some: list[TouchedDevice]) -> None:
    with database.writing() as session:
        touched.take_off(session, some)
        raise RuntimeError("no room")


def test_the_longest_waiting_come_first_and_only_so_many(records: Records) -> None:
    for device, at in ((3, 9), (1, 8), (2, 7)):
        _touch(records.database, device, at)
    assert _waiting(records.database, 2) == [TouchedDevice(1, 8, 9), TouchedDevice(2, 7, 9)]
    _take_off(records.database, _waiting(records.database, 2))
    assert records.touched() == [3]


def test_a_failure_puts_them_back(records: Records) -> None:
    _touch(records.database, 1)
    with pytest.raises(RuntimeError, match="no room"):
        _take_off_and_fail(records.database, _waiting(records.database))
    assert records.touched() == [1]


def test_a_touch_while_scoring_is_not_lost(records: Records) -> None:
    _touch(records.database, 1)
    _touch(records.database, 2)
    seen = _waiting(records.database)
    _touch(records.database, 1, 6)
    _take_off(records.database, seen)
    assert records.touched() == [1]


def test_a_touch_while_scores_are_stored_is_not_lost(records: Records) -> None:
    """By another writer, before the transaction that takes the device off has ended."""
    _touch(records.database, 1)
    other = threading.Thread(target=_touch, args=(records.database, 1, 6))
    with records.database.writing() as session:
        touched.take_off(session, touched.waiting(session, 2))
        other.start()
        other.join(0.3)  # it waits for this transaction, or is done
    other.join(10)
    assert not other.is_alive()
    assert records.touched() == [1]
