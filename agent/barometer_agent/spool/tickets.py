"""Tickets to anonymous questions, and the messages that they become: rows of the spool that no batch is made of.

A ticket says which account may answer; a ballot says what was answered, and not by whom. One becomes the other in one
transaction, so that there is never more than one message a person and campaign. All times are the collector's.
"""

import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from barometer_agent.spool import memory, prompts
from barometer_agent.spool.checksum import checksum, intact
from barometer_shared import tokens
from barometer_shared.anonymous import Ballot, seal
from barometer_shared.questions import Anonymous, Response

_MESSAGES = "messages"  # in ``memory``
_KEYS = {"ticket": ("account", "campaign"), "ballot": ("id", "campaign")}
KEPT_MS = 30 * 86_400_000  # that a message left is told so long


class State(IntEnum):
    """What became of a ticket, in the order in which it goes: of two rows of one ticket the higher one holds."""

    WANTED = 0  # to be asked for
    REFUSED = 1
    HELD = 2
    USED = 3  # its ballot waits


class Ticket(NamedTuple):
    """``anonymous`` is what was told of the question when the ticket was asked for.

    ``due_ms``: when to ask for it; of one that is held, when its message leaves.
    """

    account: str
    campaign: str
    state: State
    anonymous: Anonymous
    token: bytes
    due_ms: int

    @property
    def was_held(self) -> bool:
        """Whether its account may answer, or has done so."""
        return self.state in (State.HELD, State.USED)


class Waiting(NamedTuple):
    """A message on this laptop: ``body`` leaves at ``send_ms``, after ``closes_ms``."""

    id: str
    campaign: str
    closes_ms: int
    send_ms: int
    body: bytes


class Message(Struct, frozen=True):
    """That messages about a campaign left, the last of them at ``at_ms``; not ``sent``: one could not."""

    campaign: str
    at_ms: int
    sent: bool = True


def tickets(connection: sqlite3.Connection) -> list[Ticket]:
    """All tickets. One that the disk has changed is none: nobody can be asked with it."""
    columns = "account, campaign, state, anonymous, token, due_ms, crc"
    found = connection.execute(f"SELECT {columns} FROM ticket").fetchall()  # noqa: S608 - our columns
    return [_ticket(row[:-1]) for row in found if intact(row[-1], "ticket", *row[:-1])]


def put(connection: sqlite3.Connection, ticket: Ticket) -> None:
    """Keep ``ticket``, in the place of what was known of it."""
    row = (*ticket[:2], int(ticket.state), msgspec.json.encode(ticket.anonymous), *ticket[4:])
    query = "INSERT OR REPLACE INTO ticket VALUES (?, ?, ?, ?, ?, ?, ?)"
    connection.execute(query, (*row, checksum("ticket", *row)))


def use(connection: sqlite3.Connection, ticket: Ticket, filled: Ballot) -> None:
    """What was answered with a ticket that is held waits for its moment, and the ticket is used."""
    row = uuid.uuid4().hex, ticket.campaign, ticket.anonymous.closes_at, ticket.due_ms, seal(filled)
    connection.execute("INSERT INTO ballot VALUES (?, ?, ?, ?, ?, ?)", (*row, checksum("ballot", *row)))
    put(connection, _used(ticket))


def ballot(ticket: Ticket, response: Response | None = None, topic: str = "", comment: str = "") -> Ballot:
    """The message that is sent with ``ticket``: blank of somebody who did not answer."""
    return Ballot(tokens.to_text(ticket.token), response, topic, comment)


def close(connection: sqlite3.Connection, now_ms: int) -> None:
    """Of campaigns that have closed only messages are left: a blank one of everybody who did not answer.

    What the disk has changed goes as well, without a word on whether it held an answer.
    """
    kept = tickets(connection)
    closed = [ticket for ticket in kept if ticket.anonymous.closes_at <= now_ms]
    for ticket in closed:
        if ticket.state is State.HELD:
            use(connection, ticket, ballot(ticket))
    for campaign in {ticket.campaign for ticket in closed}:
        prompts.hide_outcomes(connection, campaign)
    _keep_alone(connection, "ticket", {ticket[:2] for ticket in kept if ticket not in closed})
    _keep_alone(connection, "ballot", {waiting[:2] for waiting in ballots(connection)})


def ballots(connection: sqlite3.Connection) -> list[Waiting]:
    """All messages that are as they were written."""
    rows = connection.execute("SELECT id, campaign, closes_ms, send_ms, body, crc FROM ballot").fetchall()
    return [Waiting(*row[:-1]) for row in rows if intact(row[-1], "ballot", *row[:-1])]


def redraw(connection: sqlite3.Connection, waiting: Waiting, send_ms: int) -> None:
    """The message leaves at another moment."""
    row = waiting._replace(send_ms=send_ms)
    query = "UPDATE ballot SET send_ms = ?, crc = ? WHERE id = ?"
    connection.execute(query, (send_ms, checksum("ballot", *row), waiting.id))


def settle(connection: sqlite3.Connection, waiting: Waiting, now_ms: int, *, sent: bool) -> None:
    """The message has left, or never will; that there was one is told for KEPT_MS."""
    connection.execute("DELETE FROM ballot WHERE id = ?", (waiting.id,))
    told = {each.campaign: each for each in messages(connection) if each.at_ms > now_ms - KEPT_MS}
    before = told.get(waiting.campaign)
    told[waiting.campaign] = Message(waiting.campaign, now_ms, sent and (before is None or before.sent))
    memory.remember(connection, _MESSAGES, msgspec.json.encode(list(told.values())).decode())


def messages(connection: sqlite3.Connection) -> list[Message]:
    """What left, one for each campaign."""
    kept = memory.recall(connection, _MESSAGES)
    return msgspec.json.decode(kept, type=list[Message]) if kept else []


def restore(connection: sqlite3.Connection, found: Iterable[Sequence[object]]) -> None:
    """Rows of tickets that were found in a damaged spool, after its ballots: of each ticket the last state holds.

    A ticket whose ballot waits was used, whatever its row says: it may be that of before.
    """
    bodies = b"".join(waiting.body for waiting in ballots(connection))
    for ticket in sorted((_ticket(row) for row in found), key=lambda ticket: ticket.state):
        voted = ticket.token and tokens.to_text(ticket.token).encode() in bodies
        put(connection, _used(ticket) if voted else ticket)


def _used(ticket: Ticket) -> Ticket:
    """Without anything that its ballot says as well, the moment included."""
    return ticket._replace(state=State.USED, token=b"", due_ms=0)


def _keep_alone(connection: sqlite3.Connection, table: str, kept: set[tuple[str, str]]) -> None:
    """Whatever else is in ``table``, of which the first two columns tell one row from another, goes."""
    first, second = _KEYS[table]
    for key in connection.execute(f"SELECT {first}, {second} FROM {table}").fetchall():  # noqa: S608 - our tables
        if key not in kept:
            connection.execute(f"DELETE FROM {table} WHERE {first} = ? AND {second} = ?", key)  # noqa: S608


def _ticket(row: Sequence[Any]) -> Ticket:
    account, campaign, state, anonymous, token, due_ms, *_ = row
    return Ticket(account, campaign, State(state), msgspec.json.decode(anonymous, type=Anonymous), token, due_ms)
