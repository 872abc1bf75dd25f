"""Answers whose batch was refused."""

import sqlite3
from collections.abc import Callable

import msgspec
import pytest

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool, intake, refusals
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Batch

MakeAnswer = Callable[..., Answer]


@pytest.fixture
def refused(agent: AgentFacts, make_answer: MakeAnswer) -> Batch:
    """A batch with two answers, given at an hour and a half east of Greenwich."""
    return Batch("b" * 32, "2026-09", 5, 90, "boot-1", agent, answers=[make_answer(1), make_answer(2)])


def next_ids(connection: sqlite3.Connection) -> tuple[list[str], bool]:
    rows, alone = refusals.next_answers(connection)
    return [msgspec.json.decode(row.body, type=Answer).id for row in rows], alone


def test_answers_that_were_never_refused_go_together(spool: Spool, moment: Moment, make_answer: MakeAnswer) -> None:
    spool.answer(make_answer(1), moment)
    spool.answer(make_answer(2), moment)
    assert spool._read(next_ids) == ([make_answer(1).id, make_answer(2).id], False)


def test_each_that_was_refused_goes_alone_and_after_those_that_wait(
    spool: Spool, moment: Moment, make_answer: MakeAnswer, refused: Batch
) -> None:
    spool.answer(make_answer(7), moment)
    assert spool._change(lambda connection: refusals.take_back(connection, refused, moment)) == 0
    assert spool._read(next_ids) == ([make_answer(7).id], False)
    spool._change(lambda connection: connection.execute("DELETE FROM answer WHERE seq = 1").rowcount)
    assert spool._read(next_ids) == ([make_answer(1).id], True)


def test_the_second_refusal_is_the_last(spool: Spool, moment: Moment, refused: Batch) -> None:
    assert spool._change(lambda connection: refusals.take_back(connection, refused, moment)) == 0
    assert spool._change(lambda connection: refusals.take_back(connection, refused, moment)) == 2
    assert spool.health().answers == 2


def test_they_wait_in_the_time_zone_in_which_they_were_given(spool: Spool, moment: Moment, refused: Batch) -> None:
    spool._change(lambda connection: refusals.take_back(connection, refused, moment))
    rows = spool._read(lambda connection: intake.oldest_answers(connection, 9))
    assert [row.taken.utc_offset_minutes for row in rows] == [90, 90]


def test_of_many_refusals_the_latest_are_remembered(
    spool: Spool, moment: Moment, agent: AgentFacts, make_answer: MakeAnswer
) -> None:
    def refuse(number: int) -> int:
        batch = Batch("b" * 32, "2026-09", 5, 0, "boot-1", agent, answers=[make_answer(number)])
        return spool._change(lambda connection: refusals.take_back(connection, batch, moment))

    assert [refuse(number) for number in range(refusals.MOST_IDS + 1)] == [0] * (refusals.MOST_IDS + 1)
    assert refuse(refusals.MOST_IDS) == 1
    assert refuse(0) == 0
