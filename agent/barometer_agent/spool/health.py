"""How the spool is, in numbers."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from barometer_agent.spool import intake, outbox, preferences, quarantine


class Health(NamedTuple):
    """How the spool is; ``refused`` are batches that the collector would not take, kept here.

    ``lost`` counts samples and answers that a damaged disk has cost, ``lost_answers`` those that were refused twice.
    ``lost_choices``: of how many people it was lost whether they want to be asked.
    ``failing`` is the Trouble that keeps things from being written, "" where there is none; while even reading fails,
    the counts are those of before.
    """

    samples: int = 0
    answers: int = 0
    pending_batches: int = 0
    refused: int = 0
    expired: int = 0
    dropped: int = 0
    lost: int = 0
    lost_answers: int = 0
    waiting_bytes: int = 0
    unreadable: list[str] = []  # noqa: RUF012 - never changed
    lost_choices: int = 0
    failing: str = ""


def examine(connection: sqlite3.Connection, folder: Path) -> Health:
    """All but ``failing``, which is not in the file."""
    waiting = intake.waiting_bytes(connection) + outbox.pending_bytes(connection)
    return Health(*intake.counts(connection), waiting, quarantine.kept(folder), preferences.unreadable(connection))
