"""Use cases of anonymous answers: a round is opened, its ballots come, and they are counted."""

import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from barometer_collector.ballots import rules, store
from barometer_collector.ballots.keys import GroupKey, OtherSecretError, key_of, told_key
from barometer_collector.ballots.store import Place
from barometer_collector.ballots.tables import BallotRow, Round, RoundGroup, Spent
from barometer_collector.ballots.views import GroupFigure, RoundFigure, TopicFigure
from barometer_collector.database import Database, Session
from barometer_collector.errors import ProblemError
from barometer_shared import anonymous, tokens
from barometer_shared.questions import FollowUp, Question, Response

_ID_BYTES = 16


@dataclass(frozen=True)
class People:
    """Those that a key is for: ``team`` is a slug, or empty for all teams that are too small."""

    group_id: str
    team: str
    name: dict[str, str]
    laptops: int


@dataclass(frozen=True)
class Answered:
    """An anonymous answer: of which group's people, and what."""

    id: str
    group_id: str
    team: str
    response: Response


def open_round(session: Session, secret: bytes, terms: rules.Terms, groups: Sequence[People]) -> None:
    """Make the keys of a round and the list of them, which do not change any more. In the caller's transaction."""
    keys = {each.group_id: key_of(secret, terms.campaign, each.group_id).public for each in groups}
    told = [
        anonymous.Group(each.group_id, each.name, each.laptops, tokens.to_text(keys[each.group_id])) for each in groups
    ]
    body = msgspec.json.encode(anonymous.KeyList(terms.campaign, terms.closes_at, told))
    round_ = Round(
        campaign=terms.campaign,
        question=msgspec.json.encode(terms.question).decode(),
        follow_ups=msgspec.json.encode(terms.follow_ups).decode(),
        comments=terms.comments,
        closes_at=terms.closes_at,
        keys=body.decode(),
        keys_hash=anonymous.keys_hash(body),
    )
    rows = [
        RoundGroup(
            campaign=terms.campaign,
            group_id=each.group_id,
            team=each.team,
            name=msgspec.json.encode(each.name).decode(),
            key=tokens.to_text(keys[each.group_id]),
            key_id=tokens.key_id(keys[each.group_id]).hex(),
            laptops=each.laptops,
        )
        for each in groups
    ]
    store.add_round(session, round_, rows)


def key_list(database: Database, campaign: str) -> bytes:
    """The list of keys as it was made. ProblemError 404."""
    with database.reading() as session:
        return _known(store.round_of(session, campaign)).keys.encode()


def spend(database: Database, secret: bytes, now: datetime, campaign: str, body: bytes) -> bytes:
    """Take in a ballot, once for its token; returns the token's number, the same however often it comes.

    ProblemError 404, 409, 410 and 422 say nothing of what came: they are the same words for everybody.
    """
    now_ms = int(now.timestamp() * 1000)
    with database.reading() as session:
        terms = _terms(_known(store.round_of(session, campaign)))
        _require_time(terms.closes_at, now_ms)
        ballot = _ballot(body)
        token = rules.token_of(ballot, campaign)
        group = store.group_of_key(session, campaign, token.key_id.hex()) if token else None
        if token is None or group is None or not key_as_told(secret, group).made(token):
            raise _refused("token", "a token of this campaign")
        group_id, laptops = group.group_id, group.laptops
    if not rules.answers(ballot, terms):
        raise _refused("response", "an answer to the question of this campaign")
    with database.writing() as session:
        _keep(session, campaign, group_id, laptops, token.nonce.hex(), ballot)
    return token.nonce


def key_as_told(secret: bytes, group: RoundGroup) -> GroupKey:
    """The key of ``group``. ProblemError 503 where the installation's secret is another than when the round began: what
    waits on laptops waits on, until it was put back.
    """
    try:
        return told_key(secret, group.campaign, group.group_id, group.key)
    except OtherSecretError as error:
        raise ProblemError(
            503,
            "the keys of this campaign cannot be made now",
            fix="try again later; the administrator has to restore the collector's secret",
            headers={"Retry-After": "3600"},
        ) from error


def close_round(session: Session, campaign: str, issued: Mapping[str, tuple[int, int]]) -> None:
    """Note how many tokens of each group went to how many laptops; no more of them are issued. In the caller's
    writing transaction."""
    for group in store.groups_of(session, campaign):
        tokens_, laptops = issued.get(group.group_id, (0, 0))
        store.note(session, campaign, group.group_id, issued=tokens_, served=laptops)
    store.note_round(session, campaign, is_closed=True)


def count(session: Session, campaign: str, now_ms: int, needed: int) -> frozenset[str]:
    """The groups whose answers may be looked at now. In the caller's writing transaction.

    From the end of the time in which they arrive on, at most once a day, and only where messages of ``needed`` people
    or more came since the last time: else what changes would tell, to whoever sees messages arrive, what was in one of
    them. Notes how many came, and what of their words may be read.
    """
    round_ = _known(store.round_of(session, campaign))
    may_be = round_.is_closed and rules.may_be_counted(round_.closes_at, now_ms)
    if not may_be or not rules.may_look(round_.counted_at, now_ms):
        return frozenset()
    came = store.counts(session, Spent, campaign)
    extra = extra_votes(session, campaign)
    looked = frozenset(
        each.group_id
        for each in store.groups_of(session, campaign)
        if rules.are_enough(came.get(each.group_id, 0), each.spent, extra[each.group_id], needed)
    )
    _note_counts(session, campaign, looked)
    told = _told(session, round_, looked, needed)
    store.note_round(session, campaign, counted_at=now_ms, told=msgspec.json.encode(told).decode())
    return looked


def answers_of(session: Session, campaign: str) -> list[Answered]:
    """All answers of a round, by their random numbers."""
    teams = {group.group_id: group.team for group in store.groups_of(session, campaign)}
    return sorted(
        (
            Answered(row.id, row.group_id, teams[row.group_id], msgspec.json.decode(row.response, type=Response))
            for row in store.ballots_of(session, campaign)
        ),
        key=lambda answer: answer.id,
    )


def figures(database: Database) -> tuple[RoundFigure, ...]:
    """All rounds, the last to close first."""
    with database.reading() as session:
        return tuple(
            _figure(round_, store.groups_of(session, round_.campaign), _said(session, round_))
            for round_ in store.rounds(session)
        )


def extra_votes(session: Session, campaign: str) -> dict[str, int]:
    """By group, how many of its answers may be of accounts that somebody invented."""
    groups = store.groups_of(session, campaign)
    return {each.group_id: rules.extra_votes(each.issued, each.served) for each in groups}


def answered(session: Session, campaign: str) -> dict[str, int]:
    """By team (empty: all that are too small), how many answers it had when they were counted last."""
    found: dict[str, int] = {}
    for each in store.groups_of(session, campaign):
        found[each.team] = found.get(each.team, 0) + (each.answered or 0)
    return found


def forget(database: Database, now: datetime) -> None:
    """Forget the numbers of tokens that cannot come any more."""
    now_ms = int(now.timestamp() * 1000)
    with database.writing() as session:
        for round_ in store.rounds(session):
            if rules.too_late(round_.closes_at, now_ms):
                store.forget_spent(session, round_.campaign)


def _told(session: Session, round_: Round, looked: Collection[str], needed: int) -> list[str]:
    """The ballots whose words and topics may be read: those that could be before, and the new ones of the groups that
    are ``looked`` at where they are enough people by themselves, so that nobody stands alone between two looks."""
    before: list[str] = msgspec.json.decode(round_.told, type=list[str])
    rows = [row for row in store.ballots_of(session, round_.campaign) if row.group_id in looked]
    new = {row.id for row in rows if row.topic or row.comment} - {*before}
    extra = sum(extra_votes(session, round_.campaign).values())
    return sorted({*before, *new}) if rules.may_be_told(len(new), extra, needed) else before


def _said(session: Session, round_: Round) -> Sequence[BallotRow]:
    told = frozenset(msgspec.json.decode(round_.told, type=list[str]))
    return [row for row in store.ballots_of(session, round_.campaign) if row.id in told] if told else []


def _known(round_: Round | None) -> Round:
    if round_ is None:
        raise ProblemError(404, "there is no anonymous campaign of this name", field="campaign")
    return round_


def _terms(round_: Round) -> rules.Terms:
    question: Question = msgspec.json.decode(round_.question, type=Question)
    follow_ups = msgspec.json.decode(round_.follow_ups, type=tuple[FollowUp, ...])
    return rules.Terms(round_.campaign, question, round_.comments, round_.closes_at, follow_ups)


def _require_time(closes_at: int, now_ms: int) -> None:
    if rules.too_early(closes_at, now_ms):
        raise ProblemError(409, "this campaign is not closed yet", fix="keep the answer until it is")
    if rules.too_late(closes_at, now_ms):
        raise ProblemError(410, "this campaign is over", fix="forget the answer")


def _ballot(body: bytes) -> anonymous.Ballot:
    try:
        return anonymous.unseal(body)
    except ValueError as error:
        raise _refused("body", str(error)) from None


def _refused(field: str, rule: str) -> ProblemError:
    return ProblemError(422, "this is no ballot", field=field, rule=rule)


def _keep(session: Session, campaign: str, group_id: str, laptops: int, nonce: str, ballot: anonymous.Ballot) -> None:
    """Keep the number as spent and the answer, in one transaction; nothing changes when it was spent before."""
    store.lock_group(session, campaign, group_id)
    of_token = Place(campaign, group_id, rules.heap_of(nonce, laptops))
    if store.is_spent(session, of_token, nonce):
        return
    id_ = secrets.token_hex(_ID_BYTES)  # also where there is no answer: the same rows are written
    of_answer = Place(campaign, group_id, rules.heap_of(id_, laptops))
    store.put(session, Spent, of_token, {"nonce": nonce})
    store.put(session, BallotRow, of_answer, _row(id_, ballot) if rules.is_vote(ballot) else None)


def _row(id_: str, ballot: anonymous.Ballot) -> dict[str, object]:
    return {
        "id": id_,
        "response": msgspec.json.encode(ballot.response).decode(),
        "topic": ballot.topic,
        "comment": ballot.comment.replace("\x00", ""),  # the one character that PostgreSQL cannot keep
    }


def _note_counts(session: Session, campaign: str, looked: Collection[str]) -> None:
    spent, answered_ = store.counts(session, Spent, campaign), store.counts(session, BallotRow, campaign)
    for at in looked:
        store.note(session, campaign, at, spent=spent.get(at, 0), answered=answered_.get(at, 0))


def _figure(round_: Round, groups: Sequence[RoundGroup], said: Sequence[BallotRow]) -> RoundFigure:
    terms = _terms(round_)
    frequent = Counter(row.topic for row in said if row.topic).most_common()
    others_last = sorted(groups, key=lambda each: (not each.team, each.group_id))
    return RoundFigure(
        campaign=round_.campaign,
        text=terms.question.text,
        closes_at=round_.closes_at,
        counted_from=round_.closes_at + anonymous.SPREAD_MS,
        keys=round_.keys_hash,
        groups=tuple(_group_figure(each) for each in others_last),
        said=len(said),
        topics=tuple(TopicFigure(terms.topics[topic], people) for topic, people in frequent),
        words=tuple(row.comment for row in sorted(said, key=lambda row: row.id) if row.comment),
    )


def _group_figure(group: RoundGroup) -> GroupFigure:
    name = msgspec.json.decode(group.name, type=dict[str, str])
    return GroupFigure(name, group.laptops, group.issued, group.served, group.spent, group.answered)
