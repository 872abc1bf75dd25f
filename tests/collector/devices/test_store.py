"""The SQL of enrolment and keys."""

from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.devices import store
from barometer_collector.devices.tables import EnrolmentToken
from barometer_collector.settings import Settings
from barometer_collector.teams.store import add_team
from barometer_shared.protocol import EnrolmentRequest
from tests.collector.laptops import Laptop, enrol


def _token(database: Database, uses: int | None) -> None:
    with database.writing() as session:
        team = add_team(session, "finance", "Finance", 5)
        store.add_token(session, EnrolmentToken(token_hash="h", team_id=team.id or 0, created_at=5, uses_left=uses))


def test_a_token_is_used_as_often_as_it_may_be_and_not_once_more(database: Database) -> None:
    _token(database, 2)
    used = []
    for _ in range(3):
        with database.writing() as session:
            used.append(store.use_token(session, "h"))
    assert used == [True, True, False]


def test_a_token_without_a_limit_stays_without(database: Database) -> None:
    _token(database, None)
    with database.writing() as session:
        assert all(store.use_token(session, "h") for _ in range(5))
    with database.reading() as session:
        found = store.token_of(session, "h")
        assert found is not None
        assert found.uses_left is None


def test_all_open_tokens_of_a_team_are_revoked_once(database: Database) -> None:
    _token(database, None)
    with database.writing() as session:
        found = store.token_of(session, "h")
        assert found is not None
        assert store.revoke_tokens(session, found.team_id, 9) == 1
        assert store.revoke_tokens(session, found.team_id, 10) == 0


def _put(database: Database, number: int, hardware: str, name: str = "LT-1") -> bool:
    request = EnrolmentRequest("", name, "unused", "linux", "Debian GNU/Linux 12", "0.1.0")
    with database.writing() as session:
        return store.put_device(
            session, request, number=number, hardware_hash=hardware, secret_hash="s", simulated=False, enrolled_at=9
        )


def test_a_number_that_other_hardware_has_is_not_taken_from_it(database: Database) -> None:
    assert _put(database, 1, "a" * 64)
    assert not _put(database, 1, "b" * 64, "LT-2")
    assert _put(database, 1, "a" * 64, "LT-3")
    with database.reading() as session:
        assert store.number_of_hardware(session, "a" * 64) == 1
        assert store.number_of_hardware(session, "b" * 64) is None
        assert session.connection().execute(text("SELECT name FROM device")).all() == [("LT-3",)]


def test_only_devices_that_are_not_revoked_have_a_living_secret(
    database: Database, settings: Settings, laptop: Laptop
) -> None:
    other = enrol(database, settings)
    with database.writing() as session:
        assert store.revoke_device(session, other.device_id, 9)
        assert not store.revoke_device(session, 12345, 9)
        assert set(store.live_secrets(session, [laptop.device_id, other.device_id, 7])) == {laptop.device_id}
        assert store.count_devices(session) == 2
