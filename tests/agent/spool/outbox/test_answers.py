"""Answers go first, and are given up last."""

from collections.abc import Callable

import pytest

from barometer_agent.clock import Moment
from barometer_agent.spool.sealing import SealedBatch
from barometer_shared.questions import Answer
from tests.agent.spool.outbox.box import Outbox


def test_answers_go_before_what_was_sealed_without_them(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer]
) -> None:
    outbox.add(1)
    samples = outbox.seal()
    outbox.spool.answer(make_answer(), moment)
    first = outbox.seal()
    assert (first.answers, first.samples) == (1, 0)
    assert outbox.seal() == first
    outbox.acknowledge(first)
    assert outbox.seal() == samples


def test_answers_can_be_sealed_alone_and_the_rest_waits(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer]
) -> None:
    def answers() -> SealedBatch | None:
        return outbox.spool.next_answers(outbox.agent, moment, None)

    assert answers() is None
    outbox.add(1)
    outbox.spool.set_gaps([])
    assert answers() is None
    outbox.spool.answer(make_answer(), moment)
    batch = answers()
    assert batch is not None
    assert (batch.answers, batch.samples, batch.decoded().gaps) == (1, 0, None)
    assert answers() == batch
    outbox.acknowledge(batch)
    assert answers() is None
    assert (outbox.seal().samples, outbox.spool.health().samples) == (1, 0)


def test_answers_of_a_refused_batch_wait_again_and_its_samples_do_not(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer]
) -> None:
    outbox.spool.answer(make_answer(), moment)
    outbox.add(1)
    outbox.refuse(outbox.seal())
    assert outbox.spool.health().answers == 1
    alone = outbox.seal().decoded()
    assert ([answer.id for answer in alone.answers], alone.samples) == ([make_answer().id], [])
    assert (alone.parent, alone.dropped, alone.utc_offset_minutes) == (None, {}, moment.utc_offset_minutes)


def test_an_answer_that_was_refused_goes_alone_and_costs_nobody_else_anything(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer]
) -> None:
    for number in range(3):
        outbox.spool.answer(make_answer(number), moment)
    outbox.refuse(outbox.seal())
    outbox.spool.answer(make_answer(9), moment)
    outbox.add(1)
    arrived, values = [], []
    while not outbox.is_empty():
        batch = outbox.seal()
        answers = [answer.id for answer in batch.decoded().answers]
        if answers == [make_answer(0).id]:
            outbox.refuse(batch)
            continue
        arrived += answers
        values += [sample.value for sample in batch.decoded().samples]
        outbox.acknowledge(batch)
    assert values == [1]
    assert sorted(arrived) == [make_answer(number).id for number in (1, 2, 9)]
    health = outbox.spool.health()
    assert (health.refused, health.lost_answers, health.lost, health.answers) == (2, 1, 0, 0)


def test_an_answer_that_is_refused_twice_is_lost_and_said_to_be(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer], caplog: pytest.LogCaptureFixture
) -> None:
    outbox.spool.answer(make_answer(), moment)
    for _ in range(2):
        assert "answers_lost" not in caplog.text
        outbox.refuse(outbox.seal())
    assert "answers_lost" in caplog.text
    assert outbox.is_empty()
    assert [sent.outcome for sent in outbox.spool.sent(0)] == ["refused", "lost"]
