"""All SQL of the people: accounts, their sessions, and API tokens."""

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, select

from barometer_collector.people.tables import Account, ApiToken, SignIn


def account_named(session: Session, name: str) -> Account | None:
    return session.exec(select(Account).where(Account.name == name)).first()


def any_account(session: Session) -> bool:
    return session.exec(select(Account.id).limit(1)).first() is not None


def add(session: Session, row: Account | SignIn | ApiToken) -> None:
    session.add(row)
    session.flush()


def set_password_hash(session: Session, account_id: int, password_hash: str) -> None:
    session.execute(update(Account).where(col(Account.id) == account_id).values(password_hash=password_hash))


def set_language(session: Session, account_id: int, language: str) -> None:
    session.execute(update(Account).where(col(Account.id) == account_id).values(language=language))


def signed_in(session: Session, token_hash: str, now_ms: int) -> tuple[SignIn, Account] | None:
    """The session of that cookie and its account, unless it has expired."""
    found = session.exec(
        select(SignIn, Account)
        .where(SignIn.account_id == Account.id)
        .where(SignIn.token_hash == token_hash)
        .where(SignIn.expires_at > now_ms)
    ).first()
    return (found[0], found[1]) if found else None


def end_session(session: Session, token_hash: str) -> None:
    session.execute(delete(SignIn).where(col(SignIn.token_hash) == token_hash))


def end_sessions_of(session: Session, account_id: int) -> None:
    session.execute(delete(SignIn).where(col(SignIn.account_id) == account_id))


def end_expired_sessions(session: Session, now_ms: int) -> None:
    session.execute(delete(SignIn).where(col(SignIn.expires_at) <= now_ms))


def living_token(session: Session, token_hash: str, now_ms: int) -> ApiToken | None:
    """The API token with that hash, unless it is revoked or has expired."""
    token = session.get(ApiToken, token_hash)
    if token is None or token.revoked_at is not None:
        return None
    return None if token.expires_at is not None and token.expires_at <= now_ms else token


def revoke_tokens_named(session: Session, name: str, now_ms: int) -> int:
    """How many living tokens of that name were revoked."""
    living = update(ApiToken).where(col(ApiToken.name) == name).where(col(ApiToken.revoked_at).is_(None))
    result = session.execute(living.values(revoked_at=now_ms))
    assert isinstance(result, CursorResult)  # noqa: S101 - an UPDATE always gives one
    return result.rowcount
