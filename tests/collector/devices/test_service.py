"""How laptops become known and prove who they are."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.devices import service
from barometer_collector.errors import ProblemError
from barometer_collector.settings import Settings
from barometer_shared.protocol import EnrolmentRequest, EnrolmentResponse, bearer
from tests.collector.laptops import NOON, Laptop, enrol

REQUEST = EnrolmentRequest("", "LT-0042", "a" * 64, "linux", "Debian GNU/Linux 12", "0.1.0")


def _enrol(database: Database, settings: Settings, token: str, **change: str) -> EnrolmentResponse:
    fields = {name: getattr(REQUEST, name) for name in REQUEST.__struct_fields__}
    return service.enrol(database, settings, NOON, EnrolmentRequest(**{**fields, "token": token, **change}))


def _status(database: Database, settings: Settings, token: str) -> int:
    with pytest.raises(ProblemError) as caught:
        _enrol(database, settings, token)
    problem = caught.value.problem
    assert problem.field == "token"
    assert problem.rule
    assert problem.fix
    return problem.status


def _rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.connection().execute(text(query))]


def test_a_laptop_gets_a_key_that_opens_the_door(database: Database, settings: Settings) -> None:
    made = _enrol(database, settings, service.create_token(database, settings, NOON, "Finance"))
    assert made.team == "finance"
    assert service.authenticate(database, bearer(made.device_id, made.secret)) == int(made.device_id, 16)


def test_nothing_secret_is_stored(database: Database, settings: Settings) -> None:
    token = service.create_token(database, settings, NOON, "Finance")
    made = _enrol(database, settings, token)
    stored = repr(_rows(database, "SELECT * FROM device") + _rows(database, "SELECT * FROM enrolment_token"))
    for secret in (token, made.secret, REQUEST.hardware_id):
        assert secret not in stored


def test_the_same_laptop_installed_again_is_the_same_device_with_a_new_key(
    database: Database, settings: Settings
) -> None:
    token = service.create_token(database, settings, NOON, "Finance")
    before, after = _enrol(database, settings, token), _enrol(database, settings, token, name="LT-NEW")
    assert before.device_id == after.device_id
    assert _rows(database, "SELECT name FROM device") == [("LT-NEW",)]
    service.authenticate(database, bearer(after.device_id, after.secret))
    with pytest.raises(ProblemError):
        service.authenticate(database, bearer(before.device_id, before.secret))


def test_a_laptop_keeps_the_number_that_it_had_before_numbers_were_made_of_hardware(
    database: Database, settings: Settings
) -> None:
    token = service.create_token(database, settings, NOON, "Finance")
    _enrol(database, settings, token)
    with database.writing() as session:
        session.connection().execute(text("UPDATE device SET id = 42"))
    assert _enrol(database, settings, token).device_id == f"{42:016x}"
    assert _rows(database, "SELECT id FROM device") == [(42,)]


def test_a_laptop_whose_number_is_taken_gets_another(database: Database, settings: Settings) -> None:
    token = service.create_token(database, settings, NOON, "Finance")
    first = _enrol(database, settings, token)
    with database.writing() as session:
        session.connection().execute(text("UPDATE device SET hardware_hash = 'of another'"))
    assert _enrol(database, settings, token).device_id != first.device_id
    assert _rows(database, "SELECT count(*) FROM device") == [(2,)]


def test_a_laptop_enrolled_with_another_teams_token_moves_there_from_today(
    database: Database, settings: Settings
) -> None:
    for team in ("Finance", "Sales"):
        made = _enrol(database, settings, service.create_token(database, settings, NOON, team))
    assert made.team == "sales"
    today = int(NOON.timestamp()) // 86_400
    assert [row[0] for row in _rows(database, "SELECT from_day FROM membership ORDER BY 1")] == [0, today]


def test_other_hardware_is_another_device(database: Database, settings: Settings) -> None:
    token = service.create_token(database, settings, NOON, "Finance")
    assert (
        _enrol(database, settings, token).device_id != _enrol(database, settings, token, hardware_id="b" * 64).device_id
    )


def test_a_token_is_never_taken_for_an_option_of_the_command_it_is_given_to(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _bytes: "-drawn-by-chance")
    assert not service.create_token(database, settings, NOON, "Finance").startswith("-")


def test_a_token_that_does_not_exist_is_401(database: Database, settings: Settings) -> None:
    assert _status(database, settings, "guessed") == 401


def test_an_expired_or_used_token_is_403(database: Database, settings: Settings) -> None:
    expired = service.create_token(database, settings, NOON - timedelta(days=2), "Finance", expires_days=2)
    used = service.create_token(database, settings, NOON, "Finance", uses=1)
    _enrol(database, settings, used)
    assert [_status(database, settings, token) for token in (expired, used)] == [403, 403]


def test_a_token_for_one_laptop_makes_one_even_when_many_ask_at_once(database: Database, settings: Settings) -> None:
    token = service.create_token(database, settings, NOON, "Finance", uses=1)

    def attempt(number: int) -> bool:
        try:
            return bool(_enrol(database, settings, token, hardware_id=f"{number:064x}"))
        except ProblemError:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
    assert _rows(database, "SELECT count(*) FROM device") == [(1,)]


def test_the_same_laptop_enrolling_twice_at_once_is_one_device(database: Database, settings: Settings) -> None:
    token = service.create_token(database, settings, NOON, "Finance")
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: _enrol(database, settings, token), range(6)))
    assert len({each.device_id for each in made}) == 1
    assert _rows(database, "SELECT count(*) FROM device") == [(1,)]


def test_revoking_ends_the_tokens_of_one_team_and_keeps_its_laptops(database: Database, settings: Settings) -> None:
    token = service.create_token(database, settings, NOON, "Finance")
    other = service.create_token(database, settings, NOON, "Sales")
    laptop = _enrol(database, settings, token)
    assert [service.revoke_tokens(database, NOON, team) for team in ("finance", "Finance", "Legal")] == [1, 0, 0]
    assert _status(database, settings, token) == 403
    assert service.authenticate(database, bearer(laptop.device_id, laptop.secret)) == int(laptop.device_id, 16)
    assert _enrol(database, settings, other, hardware_id="d" * 64).team == "sales"


def test_a_device_of_a_simulation_is_marked_as_one(database: Database, settings: Settings) -> None:
    enrol(database, settings, simulated=True)
    assert [bool(row[0]) for row in _rows(database, "SELECT simulated FROM device")] == [True]


def test_a_revoked_key_does_not_open_until_the_laptop_enrols_again(database: Database, settings: Settings) -> None:
    laptop = enrol(database, settings, hardware="c" * 64)
    assert service.revoke(database, NOON, laptop.device_id)
    with pytest.raises(ProblemError) as caught:
        service.authenticate(database, laptop.key)
    assert caught.value.problem.status == 401
    again = enrol(database, settings, hardware="c" * 64)
    assert service.authenticate(database, again.key) == laptop.device_id


def test_what_a_device_says_of_itself_last_is_remembered(database: Database, laptop: Laptop) -> None:
    from barometer_shared.samples import AgentFacts

    facts = [
        AgentFacts("1", "linux", "Debian 11", ["faces"]),
        AgentFacts("2", "linux", "Debian 12", ["faces", "a,b", "calm"]),
    ]
    with database.writing() as session:
        service.hear(session, [service.Heard(laptop.device_id, each, None) for each in facts], 99)
        assert service.count(session) == 1
    query = "SELECT agent_version, os, question_types, last_seen_at FROM device"
    assert _rows(database, query) == [("2", "Debian 12", "faces,calm", 99)]
