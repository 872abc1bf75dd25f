"""What each person chose about questions, and since when this laptop knows them: a row of ``memory`` an account."""

import sqlite3

import msgspec
from msgspec import Struct

from barometer_agent.spool import memory


class Preferences(Struct, frozen=True, omit_defaults=True):
    """The choices of one account; times in milliseconds since 1970 UTC.

    ``ask_less`` doubles the distance between questions each time. ``language`` is empty for that of the session.
    """

    ask_less: int = 0
    never: bool = False
    paused_until_ms: int | None = None
    language: str = ""
    first_seen_ms: int | None = None


def preferences(connection: sqlite3.Connection, account: str) -> Preferences:
    """What ``account`` chose; nothing where the disk has changed it."""
    kept = memory.recall(connection, _name(account))
    return msgspec.json.decode(kept, type=Preferences) if kept else Preferences()


def prefer(connection: sqlite3.Connection, account: str, chosen: Preferences) -> None:
    """Keep what ``account`` chose, in the place of what was."""
    memory.remember(connection, _name(account), msgspec.json.encode(chosen).decode())


def _name(account: str) -> str:
    return f"preferences of {account}"
