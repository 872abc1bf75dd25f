"""Accounts, sessions and tokens, on both engines."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from barometer_collector.database import Database
from barometer_collector.errors import ProblemError
from barometer_collector.people import service
from barometer_collector.people.rules import SESSION_LASTS, Role
from barometer_collector.people.tables import Account, ApiToken, SignIn

PASSWORD = "a few words together"


@pytest.fixture
def ada(database: Database, now: datetime) -> str:
    service.create_account(database, now, "ada", PASSWORD, Role.OPERATIONS, "nl")
    return "ada"


def _session(database: Database, now: datetime, before: str = "") -> str:
    token = service.sign_in(database, now, "ada", PASSWORD, before)
    assert token
    return token


def test_the_first_account_is_noticed(database: Database, now: datetime) -> None:
    assert not service.any_account(database)
    service.create_account(database, now, "ada", PASSWORD, Role.VIEWER)
    assert service.any_account(database)


def test_a_password_opens_its_own_account_only(database: Database, ada: str) -> None:
    assert service.verify_password(database, ada, PASSWORD) is not None
    assert service.verify_password(database, ada, PASSWORD + " ") is None
    assert service.verify_password(database, "nobody", PASSWORD) is None


class _CrowdedHasher:
    """Takes note when one more than may be are at it together."""

    def __init__(self) -> None:
        self._one_too_many = threading.Barrier(service.MOST_AT_ONCE + 1)
        self.was_crowded = False

    def hash(self, _password: str) -> str:
        return "hash"

    def verify(self, _expected: str, _password: str) -> None:
        try:
            self._one_too_many.wait(0.3)
            self.was_crowded = True
        except threading.BrokenBarrierError:
            pass


def test_many_guesses_at_once_take_the_memory_of_a_few(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = _CrowdedHasher()
    monkeypatch.setattr(service, "_HASHER", hasher)
    service._hash_of_nobody.cache_clear()
    guesses = [f"name-{number}" for number in range(service.MOST_AT_ONCE * 2)]
    with ThreadPoolExecutor(len(guesses)) as threads:
        found = list(threads.map(lambda name: service.verify_password(database, name, PASSWORD), guesses))
    service._hash_of_nobody.cache_clear()
    assert found == [None] * len(guesses)
    assert not hasher.was_crowded


def test_secrets_are_stored_hashed_only(database: Database, ada: str, now: datetime) -> None:
    cookie, token = _session(database, now), service.create_api_token(database, now, "script", Role.VIEWER)
    with database.reading() as session:
        account, signed_in = session.exec(select(Account)).one(), session.exec(select(SignIn)).one()
        api_token = session.exec(select(ApiToken)).one()
        assert account.password_hash.startswith("$argon2id$")
        kept = "".join(str(vars(row)) for row in (account, signed_in, api_token))
    assert not any(secret in kept for secret in (PASSWORD, cookie, token, token.removeprefix("bt_")))


def test_a_name_is_given_once(database: Database, ada: str, now: datetime) -> None:
    with pytest.raises(ProblemError) as refused:
        service.create_account(database, now, ada, PASSWORD, Role.ADMINISTRATOR)
    assert refused.value.problem.status == 409


def test_a_short_password_is_refused_with_its_rule(database: Database, now: datetime) -> None:
    with pytest.raises(ProblemError) as refused:
        service.create_account(database, now, "ada", "short", Role.VIEWER)
    assert (refused.value.problem.status, refused.value.problem.field) == (422, "password")
    assert not service.any_account(database)


def test_a_session_knows_its_person(database: Database, ada: str, now: datetime) -> None:
    caller = service.caller_of_session(database, now, _session(database, now))
    assert caller
    assert (caller.name, caller.role, caller.language) == ("ada", Role.OPERATIONS, "nl")
    assert len(caller.csrf) >= 32


def test_signing_in_ends_the_session_that_was_there_before(database: Database, ada: str, now: datetime) -> None:
    first = _session(database, now)
    second = _session(database, now, before=first)
    assert first != second
    assert service.caller_of_session(database, now, first) is None
    assert service.caller_of_session(database, now, second)


def test_a_session_ends_at_sign_out_and_by_itself(database: Database, ada: str, now: datetime) -> None:
    token = _session(database, now)
    assert service.caller_of_session(database, now + SESSION_LASTS - timedelta(seconds=1), token)
    assert service.caller_of_session(database, now + SESSION_LASTS, token) is None
    service.sign_out(database, token)
    assert service.caller_of_session(database, now, token) is None


def test_expired_sessions_are_swept_at_the_next_sign_in(database: Database, ada: str, now: datetime) -> None:
    _session(database, now)
    _session(database, now + SESSION_LASTS)
    with database.reading() as session:
        assert len(session.exec(select(SignIn)).all()) == 1


def test_a_new_password_ends_every_session_and_replaces_the_old_one(
    database: Database, ada: str, now: datetime
) -> None:
    token = _session(database, now)
    service.set_password(database, ada, "other words together")
    assert service.caller_of_session(database, now, token) is None
    assert service.verify_password(database, ada, PASSWORD) is None
    assert service.verify_password(database, ada, "other words together") is not None


def test_a_password_of_nobody_cannot_be_set(database: Database) -> None:
    with pytest.raises(ProblemError) as refused:
        service.set_password(database, "nobody", PASSWORD)
    assert refused.value.problem.status == 404


def test_a_language_is_kept_with_the_account(database: Database, ada: str, now: datetime) -> None:
    token = _session(database, now)
    caller = service.caller_of_session(database, now, token)
    assert caller
    assert caller.account_id is not None
    service.set_language(database, caller.account_id, "en")
    again = service.caller_of_session(database, now, token)
    assert again
    assert again.language == "en"


def test_an_api_token_works_until_it_expires(database: Database, now: datetime) -> None:
    token = service.create_api_token(database, now, "script", Role.MONITORING, timedelta(days=1))
    assert token.startswith("bt_")
    caller = service.caller_of_api_token(database, now, token)
    assert caller
    assert (caller.name, caller.role) == ("script", Role.MONITORING)
    assert service.caller_of_api_token(database, now + timedelta(days=1), token) is None


def test_revoking_ends_every_token_of_that_name_and_no_other(database: Database, now: datetime) -> None:
    first, second, other = (
        service.create_api_token(database, now, name, Role.VIEWER) for name in ("script", "script", "other")
    )
    assert service.revoke_api_tokens(database, now, "script") == 2
    assert service.revoke_api_tokens(database, now, "script") == 0
    assert service.caller_of_api_token(database, now, first) is None
    assert service.caller_of_api_token(database, now, second) is None
    assert service.caller_of_api_token(database, now, other)
