"""Who may sign in to the demo."""

from datetime import UTC, datetime

from barometer_collector.database import Database
from barometer_collector.demo.memory import Memory
from barometer_collector.demo.people import ensure_people
from barometer_collector.people import service

_NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_the_first_start_makes_a_sign_in_and_a_token_that_work(database: Database) -> None:
    memory = Memory()
    ensure_people(database, _NOW, memory)
    assert service.verify_password(database, memory.user, memory.password)
    assert service.caller_of_api_token(database, _NOW, memory.api_token)


def test_another_start_changes_neither(database: Database) -> None:
    memory = Memory()
    ensure_people(database, _NOW, memory)
    first = (memory.password, memory.api_token)
    ensure_people(database, _NOW, memory)
    assert (memory.password, memory.api_token) == first


def test_a_lost_memory_gets_a_new_password_for_the_same_account(database: Database) -> None:
    ensure_people(database, _NOW, Memory())
    memory = Memory()
    ensure_people(database, _NOW, memory)
    assert service.verify_password(database, memory.user, memory.password)
