"""Which questions were put to whom, and what became of them."""

import sqlite3
from enum import StrEnum
from typing import NamedTuple

from barometer_agent.spool.checksum import checksum, intact


class Outcome(StrEnum):
    """How a question ended for one person."""

    ANSWERED = "answered"
    NOT_NOW = "not_now"
    UNANSWERED = "unanswered"  # shown, and closed by itself


class Shown(NamedTuple):
    """One time that a question was shown."""

    campaign: str
    at_ms: int
    outcome: Outcome


# What no rule looks back to is not kept: a program that puts off without end must not fill the disk.
MOST_UNANSWERED = 200


def record(connection: sqlite3.Connection, account: str, shown: Shown) -> None:
    """Remember that ``account`` was shown a question; of what was not answered, the latest alone are kept."""
    query = "INSERT INTO prompt (account, campaign, at_ms, outcome, crc) VALUES (?, ?, ?, ?, ?)"
    row = account, shown.campaign, shown.at_ms, shown.outcome.value
    connection.execute(query, (*row, checksum("prompt", *row)))
    unanswered = (
        "SELECT seq FROM prompt WHERE account = ? AND outcome <> 'answered' ORDER BY seq DESC LIMIT -1 OFFSET ?"
    )
    connection.execute(f"DELETE FROM prompt WHERE seq IN ({unanswered})", (account, MOST_UNANSWERED))  # noqa: S608


def history(connection: sqlite3.Connection, account: str) -> list[Shown]:
    """All that ``account`` was shown, oldest first."""
    query = "SELECT campaign, at_ms, outcome, crc FROM prompt WHERE account = ? ORDER BY seq"
    rows = connection.execute(query, (account,))
    return [Shown(row[0], row[1], Outcome(row[2])) for row in rows if intact(row[3], "prompt", account, *row[:3])]


def answered(connection: sqlite3.Connection, account: str) -> set[str]:
    """The campaigns that ``account`` has answered."""
    return {shown.campaign for shown in history(connection, account) if shown.outcome is Outcome.ANSWERED}


def hide_outcomes(connection: sqlite3.Connection, campaign: str) -> None:
    """Of ``campaign`` it is kept from now on that it was shown, and not what became of it."""
    rows = connection.execute("SELECT seq, account, at_ms FROM prompt WHERE campaign = ?", (campaign,)).fetchall()
    for seq, account, at_ms in rows:
        row = account, campaign, at_ms, Outcome.UNANSWERED.value
        query = "UPDATE prompt SET outcome = ?, crc = ? WHERE seq = ?"
        connection.execute(query, (row[-1], checksum("prompt", *row), seq))
