"""Use cases of the people: accounts, signing in and out, API tokens.

Passwords are kept as argon2id, cookies and tokens as SHA-256: 256 random bits need no slow hash.
"""

import functools
import hashlib
import secrets
import threading
from datetime import datetime, timedelta

import argon2

from barometer_collector.database import Database
from barometer_collector.errors import ProblemError
from barometer_collector.people import store
from barometer_collector.people.rules import SESSION_LASTS, Caller, Role, broken_rule
from barometer_collector.people.tables import Account, ApiToken, SignIn

API_TOKEN_PREFIX = "bt_"  # noqa: S105 - so that a leaked token is recognised by whoever finds it
_HASHER = argon2.PasswordHasher()  # argon2id, RFC 9106 low-memory profile: 64 MiB, 3 passes
MOST_AT_ONCE = 4  # passwords that are being checked: 256 MiB, however many people (or guesses) come together
_CHECKING = threading.BoundedSemaphore(MOST_AT_ONCE)


def create_account(database: Database, now: datetime, name: str, password: str, role: Role, language: str = "") -> None:
    """Make an account. Raises ProblemError (422) when a rule is broken and (409) when the name is taken."""
    _check(name, password)
    row = Account(name=name, password_hash=_HASHER.hash(password), role=role, language=language, created_at=_ms(now))
    with database.writing() as session:
        if store.account_named(session, name):
            raise ProblemError(409, "there is an account of that name already", field="name", fix="choose another name")
        store.add(session, row)


def set_password(database: Database, name: str, password: str) -> None:
    """Give an account another password and end all its sessions. Raises ProblemError (404, 422)."""
    _check(name, password)
    hashed = _HASHER.hash(password)
    with database.writing() as session:
        account = store.account_named(session, name)
        if account is None or account.id is None:
            raise ProblemError(
                404, "there is no account of that name", field="name", fix="barometer-collector admin create NAME"
            )
        store.set_password_hash(session, account.id, hashed)
        store.end_sessions_of(session, account.id)


def set_language(database: Database, account_id: int, language: str) -> None:
    with database.writing() as session:
        store.set_language(session, account_id, language)


def any_account(database: Database) -> bool:
    """Whether somebody could sign in at all."""
    with database.reading() as session:
        return store.any_account(session)


def verify_password(database: Database, name: str, password: str) -> int | None:
    """The id of the account that this name and password open; None otherwise, after the same work."""
    with database.reading() as session:
        account = store.account_named(session, name)
        known = (account.password_hash, account.id) if account else None
    try:
        with _CHECKING:
            expected, account_id = known or (_hash_of_nobody(), None)
            _HASHER.verify(expected, password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return None
    return account_id


def sign_in(database: Database, now: datetime, name: str, password: str, before: str = "") -> str | None:
    """A new session's cookie value, or None when name and password do not fit.

    The session of the cookie ``before`` ends: a session made before signing in is worth nothing after it.
    """
    account_id = verify_password(database, name, password)
    if account_id is None:
        return None
    token = secrets.token_urlsafe(32)
    row = SignIn(
        token_hash=_sha256(token),
        account_id=account_id,
        csrf=secrets.token_urlsafe(32),
        created_at=_ms(now),
        expires_at=_ms(now + SESSION_LASTS),
    )
    with database.writing() as session:
        store.end_session(session, _sha256(before))
        store.end_expired_sessions(session, _ms(now))
        store.add(session, row)
    return token


def sign_out(database: Database, token: str) -> None:
    with database.writing() as session:
        store.end_session(session, _sha256(token))


def caller_of_session(database: Database, now: datetime, token: str) -> Caller | None:
    """Who holds this cookie; None when it is unknown or has expired."""
    with database.reading() as session:
        found = store.signed_in(session, _sha256(token), _ms(now))
        if found is None:
            return None
        signed_in, account = found
        return Caller(account.name, Role(account.role), account.id, account.language, signed_in.csrf)


def create_api_token(
    database: Database, now: datetime, name: str, role: Role, expires_in: timedelta | None = None
) -> str:
    """A new API token, ``bt_...``. It is told this once and stored hashed. Names need not be unique."""
    token = API_TOKEN_PREFIX + secrets.token_urlsafe(32)
    expires_at = _ms(now + expires_in) if expires_in else None
    row = ApiToken(token_hash=_sha256(token), name=name, role=role, created_at=_ms(now), expires_at=expires_at)
    with database.writing() as session:
        store.add(session, row)
    return token


def revoke_api_tokens(database: Database, now: datetime, name: str) -> int:
    """Revoke every API token of that name; how many there were."""
    with database.writing() as session:
        return store.revoke_tokens_named(session, name, _ms(now))


def caller_of_api_token(database: Database, now: datetime, token: str) -> Caller | None:
    """Who holds this API token; None when it is unknown, revoked or expired."""
    with database.reading() as session:
        found = store.living_token(session, _sha256(token), _ms(now))
        return Caller(found.name, Role(found.role)) if found else None


@functools.cache
def _hash_of_nobody() -> str:
    """What the password of an unknown name is checked against, so that it takes as long as a known one."""
    return _HASHER.hash(secrets.token_urlsafe(32))


def _check(name: str, password: str) -> None:
    broken = broken_rule(name, password)
    if broken:
        raise ProblemError(422, "this cannot be used", field=broken.field, rule=broken.rule, fix=broken.fix)


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
