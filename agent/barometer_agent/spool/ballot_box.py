"""The tickets and messages of a spool: changes are durable, and what they took away is not found on the disk again."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeVar

from barometer_agent.spool import database, prompts, quarantine, tickets
from barometer_agent.spool.errors import SpoolClosedError, SpoolError
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_agent.spool.tickets import Message, State, Ticket, Waiting
from barometer_shared.questions import Response

T = TypeVar("T")


class Reads(Protocol):
    """As ``Spool`` reads and changes what it has."""

    def __call__(self, query: Callable[[sqlite3.Connection], T], *, writes: bool = False) -> T: ...


class Changes(Protocol):
    """The same, in a transaction."""

    def __call__(self, change: Callable[[sqlite3.Connection], T]) -> T: ...


class BallotBox:
    """Of the spool in ``folder``. Raises SpoolError where the disk stands in the way; nothing is then changed."""

    def __init__(self, folder: Path, read: Reads, change: Changes) -> None:
        self._folder = folder
        self._read = read
        self._change = change

    def tickets(self) -> list[Ticket]:
        """Those of campaigns that have not closed yet."""
        return self._read(tickets.tickets)

    def of(self, account: str) -> dict[str, Ticket]:
        """Those of ``account`` by campaign, whatever became of them."""
        return {ticket.campaign: ticket for ticket in self.tickets() if ticket.account == account}

    def held(self, account: str) -> dict[str, Ticket]:
        """With which ``account`` may answer, by campaign."""
        return {campaign: ticket for campaign, ticket in self.of(account).items() if ticket.state is State.HELD}

    def keep(self, ticket: Ticket) -> None:
        """In the place of what was known of it."""
        self._change(lambda connection: tickets.put(connection, ticket))

    def answer(self, ticket: Ticket, response: Response, topic: str, comment: str, at_ms: int) -> bool:
        """Queue the answer, which says no more of whose it is; False where the ticket is not held any more.

        The account was shown the question at ``at_ms``, by the laptop's clock; that it answered is not kept.
        Raises ValueError for too many words.
        """
        filled = tickets.ballot(ticket, response, topic, comment)

        def change(connection: sqlite3.Connection) -> bool:
            if ticket not in tickets.tickets(connection):
                return False
            tickets.use(connection, ticket, filled)
            prompts.record(connection, ticket.account, Shown(ticket.campaign, at_ms, Outcome.UNANSWERED))
            return True

        return self._without_a_trace(change)

    def close(self, now_ms: int) -> None:
        """What has closed by the collector's clock becomes messages, answered or not."""
        if any(ticket.anonymous.closes_at <= now_ms for ticket in self.tickets()):
            self._without_a_trace(lambda connection: tickets.close(connection, now_ms))

    def ballots(self) -> list[Waiting]:
        """The messages that wait, in no order."""
        return self._read(tickets.ballots)

    def redraw(self, ballot: Waiting, send_ms: int) -> None:
        """It leaves at another moment."""
        self._change(lambda connection: tickets.redraw(connection, ballot, send_ms))

    def settle(self, ballot: Waiting, now_ms: int, *, sent: bool) -> None:
        """It has left or never will. Spools that were set aside go too: they may hold the same."""
        self._without_a_trace(lambda connection: tickets.settle(connection, ballot, now_ms, sent=sent))
        with suppress(OSError):
            quarantine.forget(self._folder)

    def messages(self) -> list[Message]:
        """Of which campaigns messages left in the last month."""
        return self._read(tickets.messages)

    def _without_a_trace(self, change: Callable[[sqlite3.Connection], T]) -> T:
        """The log goes too: it may hold pages as they were before."""
        result = self._change(change)
        try:
            self._read(database.move_into_file, writes=True)
        except SpoolClosedError:
            raise
        except SpoolError:
            pass  # the change holds; SQLite empties the log when the disk is well again, or at the next start
        return result
