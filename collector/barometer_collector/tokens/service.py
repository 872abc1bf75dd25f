"""Use cases of the tokens' issue: a round is opened, everybody's laptop asks for a token, and the round is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from barometer_collector.ballots import rules as terms_of
from barometer_collector.ballots import service as ballots
from barometer_collector.ballots import store as ballot_store
from barometer_collector.ballots.service import People
from barometer_collector.ballots.tables import RoundGroup
from barometer_collector.database import Database, Session
from barometer_collector.errors import ProblemError
from barometer_collector.ingest.pseudonyms import pseudonym
from barometer_collector.tokens import rules, store
from barometer_collector.tokens.rules import OTHERS, Verdict, group_of_team
from barometer_collector.tokens.store import SeatRow
from barometer_shared import tokens
from barometer_shared.anonymous import ANONYMOUS_TYPE, TokenReply, TokenRequest
from barometer_shared.questions import Anonymous, Localised

_DAY_MS = 86_400_000
_SEEN_DAYS = 28  # a laptop that was not heard of for longer makes no group larger
_OTHERS_NAME: Localised = {"en": "other teams", "nl": "overige teams"}


Seats = Mapping[str, SeatRow]  # of one laptop, by campaign


@dataclass(frozen=True)
class Opened:
    """A round as it was opened: its groups' names and laptops, and how many laptops are in none."""

    groups: tuple[People, ...]
    left_out: int


def open_round(session: Session, secret: bytes, terms: terms_of.Terms, now_ms: int, needed: int) -> Opened:
    """Make the groups and keys of an anonymous campaign; they do not change any more. In the caller's transaction.

    ``needed`` is from how many people a result is shown. ProblemError 409 where not even all laptops together are that
    many.
    """
    known = store.laptops(session, ANONYMOUS_TYPE, now_ms - _SEEN_DAYS * _DAY_MS, now_ms // _DAY_MS)
    groups = rules.grouped(known, needed)
    if not groups:
        raise ProblemError(
            409,
            "too few laptops for an anonymous campaign",
            rule=f"{needed} laptops or more, heard of in {_SEEN_DAYS} days, with an agent that keeps answers anonymous",
            detail=f"there are {len(known)}",
            fix="enrol or upgrade laptops first, or ask confidentially",
        )
    people = _people(session, rules.sizes_of(groups.values()))
    ballots.open_round(session, secret, terms, people)
    store.add_seats(session, terms.campaign, groups)
    return Opened(tuple(people), len(known) - len(groups))


def anonymous_of(session: Session, device_id: int) -> Mapping[str, Anonymous]:
    """For each open round that the laptop has a seat in, what makes its question anonymous."""
    return {slug: anonymous(seat) for slug, seat in seats_of(session, [device_id]).get(device_id, {}).items()}


def seats_of(session: Session, device_ids: Sequence[int]) -> Mapping[int, Seats]:
    """The laptops' seats in open rounds; those without one are missing."""
    found: dict[int, dict[str, SeatRow]] = {}
    for device_id, seat in store.seats_of(session, device_ids):
        found.setdefault(device_id, {})[seat.campaign] = seat
    return found


def anonymous(seat: SeatRow) -> Anonymous:
    """What makes the question anonymous for a laptop that has this seat."""
    return Anonymous(
        group=msgspec.json.decode(seat.name, type=dict[str, str]),
        key=seat.key,
        keys=seat.keys_hash,
        laptops=seat.laptops,
        closes_at=seat.closes_at,
    )


def issue(
    database: Database, secret: bytes, now: datetime, device_id: int, campaign: str, asked: TokenRequest
) -> TokenReply:
    """The one token of a person, blind. ProblemError 403, 404, 409, 410, 422 as told at ``tokens_path``."""
    try:
        respondent = pseudonym(secret, asked.account)
    except ValueError as error:
        raise _malformed("account", str(error)) from None
    now_ms = int(now.timestamp() * 1000)
    with database.reading() as session:
        group = ballot_store.group_of(session, campaign, _open_seat(session, campaign, device_id, now_ms))
        verdict = rules.judge(store.notes(session, campaign, respondent, device_id), device_id, asked.request)
    # Not in the writing transaction: it takes three milliseconds, in which a SQLite would take nothing in.
    reply = "" if verdict is not Verdict.NEW else _reply(secret, group, asked.request)
    with database.writing() as session:
        _open_seat(session, campaign, device_id, now_ms)
        return TokenReply(_noted(session, campaign, respondent, device_id, asked.request, reply))


def close(database: Database, now: datetime) -> None:
    """Close the rounds whose time is over: two numbers per group remain, who got a token is forgotten."""
    now_ms = int(now.timestamp() * 1000)
    with database.writing() as session:
        for round_ in ballot_store.open_rounds(session, now_ms):
            ballots.close_round(session, round_.campaign, store.issued(session, round_.campaign))
            store.forget(session, round_.campaign)


def _people(session: Session, sizes: Mapping[str, int]) -> list[People]:
    teams = {group_of_team(number): named for number, named in store.teams(session).items()}
    own = [
        People(group, teams[group][0], {"en": teams[group][1], "nl": teams[group][1]}, laptops)
        for group, laptops in sizes.items()
        if group != OTHERS
    ]
    return own + [People(OTHERS, "", _OTHERS_NAME, laptops) for group, laptops in sizes.items() if group == OTHERS]


def _open_seat(session: Session, campaign: str, device_id: int, now_ms: int) -> str:
    round_ = ballot_store.round_of(session, campaign)
    if round_ is not None and (round_.is_closed or now_ms >= round_.closes_at):
        raise ProblemError(410, "this campaign is closed", field="campaign")
    group_id = store.seat(session, campaign, device_id)
    if group_id is None:
        raise ProblemError(404, "this laptop is not asked in an anonymous campaign of this name", field="campaign")
    return group_id


def _reply(secret: bytes, group: RoundGroup, request: str) -> str:
    try:
        return tokens.to_text(ballots.key_as_told(secret, group).issue(tokens.from_text(request)))
    except ValueError as error:
        raise _malformed("request", str(error)) from None


def _noted(session: Session, campaign: str, respondent: str, device_id: int, request: str, reply: str) -> str:
    """The reply, noted when it is new. ProblemError 403 and 409."""
    verdict = rules.judge(store.notes(session, campaign, respondent, device_id), device_id, request)
    if verdict is Verdict.NEW and reply:
        row = {"campaign": campaign, "respondent": respondent, "device_id": device_id}
        if store.add_issue(session, {**row, "request": request, "reply": reply}):
            return reply
        verdict = rules.judge(store.notes(session, campaign, respondent, device_id), device_id, request)
    if verdict is Verdict.AGAIN:
        return store.reply_of(session, campaign, respondent)
    if verdict is Verdict.ENOUGH:
        raise ProblemError(403, "this laptop has its tokens", rule="four people are asked on a laptop")
    raise ProblemError(409, "this person has a token already", rule="one for a person, asked for once")


def _malformed(field: str, rule: str) -> ProblemError:
    return ProblemError(422, "this is no request for a token", field=field, rule=rule)
