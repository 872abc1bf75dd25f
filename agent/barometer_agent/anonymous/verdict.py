"""What a reply about a ticket or a message means: a pure judgement, of what the collector itself says alone."""

from dataclasses import dataclass
from typing import TypeVar

import msgspec
from msgspec import Struct

from barometer_agent.spool.tickets import Ticket, Waiting
from barometer_agent.uplink.replies import Reply, problem
from barometer_agent.uplink.words import plain_texts
from barometer_shared import tokens
from barometer_shared.anonymous import BallotReceipt, KeyList, TokenReply, keys_hash, unseal

_Message = TypeVar("_Message", bound=Struct)


@dataclass(frozen=True)
class Alike:
    """The list of keys is the one that was told, and the group stands in it as it was told."""


@dataclass(frozen=True)
class Differs:
    """Another list: ``found`` is its hash. Somebody may have been given keys of their own."""

    found: str


@dataclass(frozen=True)
class Given:
    """What the token is made of."""

    reply: bytes


@dataclass(frozen=True)
class Arrived:
    """The collector has the message."""


@dataclass(frozen=True)
class Never:
    """The collector will never give it, or take it."""


@dataclass(frozen=True)
class Later:
    """No word of the collector, or one that asks to come back."""


def judge_keys(reply: Reply, ticket: Ticket) -> Alike | Differs | Later:
    """Whether everybody is told the same keys as this laptop. A page on the way is no list."""
    told = ticket.anonymous
    listed = _decoded(reply, KeyList) if reply.status == 200 else None
    if listed is None:
        return Later()
    groups = [group for group in listed.groups if group.key == told.key]
    same = (
        keys_hash(reply.body) == told.keys
        and (listed.campaign, listed.closes_at) == (ticket.campaign, told.closes_at)
        and [(group.laptops, plain_texts(group.name)) for group in groups] == [(told.laptops, told.group)]
    )
    return Alike() if same else Differs(keys_hash(reply.body))


def judge_token(reply: Reply) -> Given | Never | Later:
    """What became of a request for a token."""
    given = _decoded(reply, TokenReply) if reply.status == 200 else None
    if given is None:
        return _refused(reply, frozenset({403, 404, 409, 410, 422}))
    try:
        return Given(tokens.from_text(given.reply))
    except ValueError:
        return Later()


def judge_ballot(reply: Reply, waiting: Waiting) -> Arrived | Never | Later:
    """What became of a message: whoever has not read it cannot say that it arrived."""
    receipt = _decoded(reply, BallotReceipt) if reply.status == 200 else None
    if receipt is not None:
        nonce = tokens.split_token(tokens.from_text(unseal(waiting.body).token)).nonce
        return Arrived() if receipt.nonce == tokens.to_text(nonce) else Later()
    return _refused(reply, frozenset({410, 422}))


def _refused(reply: Reply, final: frozenset[int]) -> Never | Later:
    return Never() if reply.status in final and problem(reply) is not None else Later()


def _decoded(reply: Reply, wanted: type[_Message]) -> _Message | None:
    try:
        return msgspec.json.decode(reply.body, type=wanted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
