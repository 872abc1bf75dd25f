"""The list of devices to be scored: nobody is lost from it."""

import threading

import pytest

from barometer_collector.database import Database, Session
from barometer_collector.rollup.service import touch
from barometer_collector.scoring.store import touched
from tests.collector.scoring.records import Records


def _touch(database: Database, device: int, day: int = 9) -> None:
    """Always at the same millisecond."""
    with database.writing() as session:
        touch(session, device, 5, day)


def _waiting(session: Session, first_day: int | None, last_day: int | None, most: int) -> list[int]:
    return [each.device_id for each in touched.waiting(session, first_day, last_day, most)]


def _take(session: Session, most: int) -> list[int]:
    touches = touched.waiting(session, None, None, most)
    touched.take_off(session, touches)
    return [each.device_id for each in touches]


def _take_and_fail(database: Database) -> None:
    with database.writing() as session:
        assert _take(session, 2) == [1]
        raise RuntimeError("no room")


def test_the_longest_waiting_come_first_and_only_so_many(records: Records) -> None:
    for at, device in enumerate((2, 3, 1)):
        with records.database.writing() as session:
            touch(session, device, at, 9)
    with records.database.writing() as session:
        assert _take(session, 2) == [2, 3]
    assert records.touched() == [1]


def test_a_failure_puts_them_back(records: Records) -> None:
    _touch(records.database, 1)
    with pytest.raises(RuntimeError, match="no room"):
        _take_and_fail(records.database)
    assert records.touched() == [1]


def test_a_touch_while_scoring_is_not_lost(records: Records) -> None:
    """The same device, at the same millisecond, by another writer before the scores are stored."""
    _touch(records.database, 1)
    other = threading.Thread(target=_touch, args=(records.database, 1))
    with records.database.writing() as session:
        assert _take(session, 2) == [1]
        other.start()
        other.join(0.3)  # it waits for this transaction, or is done
    other.join(10)
    assert not other.is_alive()
    assert records.touched() == [1]


def test_a_touch_after_it_was_read_and_before_it_is_taken_off_stays(records: Records) -> None:
    for device in (1, 2):
        _touch(records.database, device)
    with records.database.reading() as session:
        seen = touched.waiting(session, None, None, 2)
    _touch(records.database, 2, day=7)
    with records.database.writing() as session:
        touched.put_forward(session, seen, 10)
        assert touched.earliest(session) == 7
        touched.take_off(session, seen)
    assert records.touched() == [2]


def test_devices_wait_for_their_own_day_and_go_on_to_the_next(records: Records) -> None:
    for device, day in ((1, 7), (2, 8), (3, 9)):
        _touch(records.database, device, day)
    with records.database.writing() as session:
        assert touched.earliest(session) == 7
        assert _waiting(session, None, 8, 5) == [1, 2]
        assert _waiting(session, 8, 8, 5) == [2]
        touched.put_forward(session, touched.waiting(session, None, 7, 5), 8)
        assert _waiting(session, 8, 8, 5) == [1, 2]
        assert _waiting(session, 8, None, 5) == [1, 2, 3]
        assert touched.earliest(session) == 8
        assert _take(session, 5) == [1, 2, 3]
        assert touched.earliest(session) is None
