"""Answers whose batch was refused: each goes once more, alone in its batch; refused again it is lost, and told as such.

An answer has an id of its own by which the collector knows it: should the first batch have arrived after all, it is
not taken in twice.
"""

import sqlite3
from dataclasses import replace
from itertools import takewhile

import msgspec

from barometer_agent.clock import Moment
from barometer_agent.spool import intake, memory
from barometer_agent.spool.sealing import Row
from barometer_shared.protocol import MAX_BATCH_ANSWERS
from barometer_shared.questions import Answer
from barometer_shared.samples import Batch

_IDS = "answers_refused"  # in ``memory``: the answers that were refused once
MOST_IDS = 200


def take_back(connection: sqlite3.Connection, refused: Batch, now: Moment) -> int:
    """The answers of a refused batch wait again; returns how many are lost, because it was their second time."""
    known = _refused_once(connection)
    answers = [answer for answer in refused.answers if answer.id not in known]
    wait_again(connection, answers, refused, now)
    if answers:
        ids = [*known, *(answer.id for answer in answers)][-MOST_IDS:]
        memory.remember(connection, _IDS, msgspec.json.encode(ids).decode())
    return len(refused.answers) - len(answers)


def wait_again(connection: sqlite3.Connection, answers: list[Answer], batch: Batch, now: Moment) -> None:
    """Queue answers of a batch that did not arrive, in the time zone in which they were given."""
    taken = replace(now, utc_offset_minutes=batch.utc_offset_minutes)
    for answer in answers:
        intake.add_answer(connection, answer, taken)


def next_answers(connection: sqlite3.Connection) -> tuple[list[Row], bool]:
    """The answers that may go next, the oldest first, and whether it is one that must go alone."""
    rows = intake.oldest_answers(connection, MAX_BATCH_ANSWERS)
    refused = set(_refused_once(connection)) if rows else set()
    if not refused:
        return rows, False
    if _id(rows[0]) in refused:
        return rows[:1], True
    return list(takewhile(lambda row: _id(row) not in refused, rows)), False


def _refused_once(connection: sqlite3.Connection) -> list[str]:
    kept = memory.recall(connection, _IDS)
    return msgspec.json.decode(kept, type=list[str]) if kept else []


def _id(row: Row) -> str:
    return msgspec.json.decode(row.body, type=Answer).id
