"""Use cases of the laptops: how they become known, and how they prove who they are."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from barometer_collector.database import Database, Session
from barometer_collector.devices import rules, store
from barometer_collector.devices.tables import EnrolmentToken
from barometer_collector.errors import ProblemError
from barometer_collector.settings import Settings
from barometer_collector.teams import service as teams
from barometer_shared.protocol import EnrolmentRequest, EnrolmentResponse
from barometer_shared.samples import AgentFacts, Gap

_DAY_MS = 86_400_000
_MAX_QUESTION_TYPES = 200  # characters, of all names together
_TOKEN_PREFIX = "et_"  # noqa: S105 - a leaked token is recognised, and none starts with a dash, as an option does
_TOKEN_BYTES = 24
_SECRET_BYTES = 32


class Heard(NamedTuple):
    """What a device said of itself in a batch. ``gaps`` None: nothing about its gaps."""

    device_id: int
    facts: AgentFacts
    gaps: list[Gap] | None


def create_token(
    database: Database,
    settings: Settings,  # noqa: ARG001 - every use case is called the same way
    now: datetime,
    team: str,
    *,
    expires_days: int | None = None,
    uses: int | None = None,
    simulated: bool = False,
) -> str:
    """A new enrolment token for ``team`` (made when it is new), told once. None: no expiry, any number of uses."""
    token = _TOKEN_PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
    expires = None if expires_days is None else _ms(now + timedelta(days=expires_days))
    with database.writing() as session:
        row = EnrolmentToken(
            token_hash=rules.sha256(token),
            team_id=teams.ensure_team(session, team, _ms(now)),
            created_at=_ms(now),
            expires_at=expires,
            uses_left=uses,
            simulated=simulated,
        )
        store.add_token(session, row)
    return token


def revoke_tokens(database: Database, now: datetime, team: str) -> int:
    """End every enrolment token of the team of that name; how many there were. Laptops that enrolled stay."""
    with database.writing() as session:
        team_id = teams.find_team(session, team)
        return 0 if team_id is None else store.revoke_tokens(session, team_id, _ms(now))


def enrol(database: Database, settings: Settings, now: datetime, request: EnrolmentRequest) -> EnrolmentResponse:
    """Make the laptop known to the token's team, or give the laptop that is known already a new secret.

    ProblemError 401 for a token that does not exist, 403 for one that cannot be used any more.
    """
    token_hash, secret = rules.sha256(request.token), secrets.token_urlsafe(_SECRET_BYTES)
    with database.writing() as session:
        token = _usable(store.token_of(session, token_hash), _ms(now))
        if not store.use_token(session, token_hash):
            raise refused_token("used up")
        hardware = rules.hardware_hash(settings.secret, request.hardware_id)
        device_id = _put(session, request, hardware, rules.sha256(secret), _ms(now), simulated=token.simulated)
        teams.join(session, device_id, token.team_id, _ms(now) // _DAY_MS)
        return EnrolmentResponse(rules.shown_id(device_id), secret, teams.slug_of_team(session, token.team_id))


def _put(
    session: Session, request: EnrolmentRequest, hardware: str, secret_hash: str, now_ms: int, *, simulated: bool
) -> int:
    """The device's number: the one it has, or that of its hardware, or, where another laptop has that, of chance."""
    known = store.number_of_hardware(session, hardware)
    numbers = [rules.number_of(hardware) if known is None else known, rules.number_of(secrets.token_hex(8))]
    for number in numbers:
        if store.put_device(
            session,
            request,
            number=number,
            hardware_hash=hardware,
            secret_hash=secret_hash,
            simulated=simulated,
            enrolled_at=now_ms,
        ):
            return number
    raise LookupError("two numbers of a device were taken by others")  # one in 10^25


def authenticate(database: Database, authorization: str) -> int:
    """The number of the device that shows this header; ProblemError 401 when its key is unknown or revoked."""
    key = read_key(authorization)
    with database.reading() as session:
        known = store.live_secrets(session, [key.device_id])
    if not key_is_good(key, known):
        raise unknown_key()
    return key.device_id


def read_key(authorization: str) -> rules.DeviceKey:
    """The key in the header; ProblemError 401 when there is none of the right form."""
    key = rules.read_key(authorization)
    if key is None:
        raise unknown_key()
    return key


def secrets_of(session: Session, keys: set[rules.DeviceKey]) -> dict[int, str]:
    """The secrets' hashes of those devices that are known and not revoked, in the caller's transaction."""
    return store.live_secrets(session, sorted({key.device_id for key in keys}))


def key_is_good(key: rules.DeviceKey, known: dict[int, str]) -> bool:
    """Whether ``known`` (from ``secrets_of``) says that this key is the device's own."""
    return rules.matches(known.get(key.device_id, ""), key.secret_hash)


def hear(session: Session, heard: Sequence[Heard], now_ms: int) -> None:
    """Remember what devices said of themselves, in the caller's transaction. The last one of a device holds."""
    latest = {each.device_id: each for each in heard}
    store.note_seen(session, [_seen(each, now_ms) for each in latest.values()])
    gaps = {each.device_id: each.gaps for each in heard if each.gaps is not None}
    for device_id, said in gaps.items():
        store.replace_gaps(session, device_id, said, now_ms)


def revoke(database: Database, now: datetime, device_id: int) -> bool:
    """End a device's key, from the next commit group on. Whether there was such a device."""
    with database.writing() as session:
        return store.revoke_device(session, device_id, _ms(now))


def count(session: Session) -> int:
    """How many devices are enrolled."""
    return store.count_devices(session)


def unknown_key() -> ProblemError:
    return ProblemError(
        401,
        "this device is not known",
        field="Authorization",
        rule="Bearer DEVICE_ID.SECRET of an enrolled device that was not revoked",
        fix="enrol again with barometer-agent enrol",
        headers={"WWW-Authenticate": "Bearer"},
    )


def unknown_token() -> ProblemError:
    """For a token that was never made here. Agents know its ``rule`` and tell it in the language of their user."""
    return ProblemError(
        401,
        "this enrolment token is not known",
        field="token",
        rule="a token made on this collector",
        fix="ask the administrator for one: barometer-collector token create --team NAME",
        headers={"WWW-Authenticate": "Bearer"},
    )


def refused_token(why: str) -> ProblemError:
    """For one that cannot be used any more; ``why`` is a word of ``rules.wrong_with_token``. Agents know the rule."""
    return ProblemError(
        403,
        f"this enrolment token is {why}",
        field="token",
        rule=f"not {why}",
        fix="ask the administrator for a new one: barometer-collector token create --team NAME",
    )


def _usable(token: EnrolmentToken | None, now_ms: int) -> EnrolmentToken:
    if token is None:
        raise unknown_token()
    wrong = rules.wrong_with_token(rules.Token(token.expires_at, token.uses_left, token.revoked_at), now_ms)
    if wrong:
        raise refused_token(wrong)
    return token


def _seen(heard: Heard, now_ms: int) -> store.Seen:
    facts = heard.facts
    types = ",".join([name for name in facts.question_types if "," not in name])
    kept = types if len(types) <= _MAX_QUESTION_TYPES else ""
    return store.Seen(facts.platform[:16], facts.os, facts.version[:64], kept, now_ms, heard.device_id)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
