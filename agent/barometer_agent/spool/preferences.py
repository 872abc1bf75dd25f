"""What each person chose about questions, and since when this laptop knows them: a row of ``memory`` an account.

A choice that damage has cost must not lead to more asking: of whom nothing can be read, no question comes by itself to
them until they choose again. How many people there are choices of is kept besides, as a lost row leaves no trace.
"""

import sqlite3

import msgspec
from msgspec import Struct

from barometer_agent.spool import memory
from barometer_agent.spool.checksum import intact
from barometer_agent.spool.schema import CHOICES_OF, PEOPLE


class Preferences(Struct, frozen=True, omit_defaults=True):
    """The choices of one account; times in milliseconds since 1970 UTC.

    ``ask_less`` doubles the distance between questions each time. ``language`` is empty for that of the session.
    ``window`` says where questions are shown (``link.messages.WINDOWS``), and is empty for what suits the session.
    ``unreadable``: what was chosen is lost, so that ``never`` holds until the person chooses it or not.
    """

    ask_less: int = 0
    never: bool = False
    paused_until_ms: int | None = None
    language: str = ""
    window: str = ""
    first_seen_ms: int | None = None
    unreadable: bool = False


_LOST = Preferences(never=True, unreadable=True)


def preferences(connection: sqlite3.Connection, account: str) -> Preferences:
    """What ``account`` chose; never to be asked where the disk may have changed it."""
    row = _row(connection, account)
    if row is not None:
        return msgspec.json.decode(row[1], type=Preferences) if intact(row[2], "memory", *row[:2]) else _LOST
    return _LOST if _some_are_lost(connection) else Preferences()


def prefer(connection: sqlite3.Connection, account: str, chosen: Preferences) -> None:
    """Keep what ``account`` chose, in the place of what was."""
    if _row(connection, account) is None:
        memory.remember(connection, PEOPLE, str(_people(connection) + 1))
    memory.remember(connection, _name(account), msgspec.json.encode(chosen).decode())


def unreadable(connection: sqlite3.Connection) -> int:
    """Of how many people the choice was lost and they have not chosen since; those who did not come back included."""
    kept = _kept(connection)
    chosen = sum(msgspec.json.decode(value, type=Preferences).unreadable for value in kept)
    return chosen + max(0, _people(connection) - len(kept))


def count_lost(connection: sqlite3.Connection, people: int | None) -> None:
    """After a salvage: there were choices of so many ``people``; None where that number is lost as well."""
    found = len(_kept(connection))
    memory.remember(connection, PEOPLE, str(found + 1 if people is None else max(people, found)))


def _some_are_lost(connection: sqlite3.Connection) -> bool:
    """Also where the name is what was damaged: no row is found under it then."""
    return len(_kept(connection)) < _people(connection)


def _people(connection: sqlite3.Connection) -> int:
    """One more than there are rows where the number is lost."""
    kept = memory.recall(connection, PEOPLE)
    return len(_kept(connection)) + 1 if kept is None else int(kept)


def _kept(connection: sqlite3.Connection) -> list[str]:
    """The choices of all whose row is as it was written."""
    rows = connection.execute("SELECT name, value, crc FROM memory")
    return [value for name, value, crc in rows if name.startswith(CHOICES_OF) and intact(crc, "memory", name, value)]


def _row(connection: sqlite3.Connection, account: str) -> tuple[str, str, int | None] | None:
    query = "SELECT name, value, crc FROM memory WHERE name = ?"
    found: tuple[str, str, int | None] | None = connection.execute(query, (_name(account),)).fetchone()
    return found


def _name(account: str) -> str:
    return f"{CHOICES_OF}{account}"
