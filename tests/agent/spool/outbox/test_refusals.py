"""What becomes of a batch that is refused, and of what it said."""

from collections.abc import Callable

import pytest

from barometer_agent.clock import Moment
from barometer_shared.questions import Answer
from tests.agent.spool.outbox.box import Outbox


def test_halving_ends_at_the_poison_item_which_is_kept_aside(outbox: Outbox, moment: Moment) -> None:
    outbox.add(*range(9))
    taken: list[int] = []
    while not outbox.is_empty():
        batch = outbox.seal()
        values = [sample.value for sample in batch.decoded().samples]
        if 4 in values:
            outbox.spool.halve(batch, moment)
        else:
            taken += values
            outbox.acknowledge(batch)
    assert sorted(taken) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert outbox.spool.health().refused == 1


def test_a_refused_batch_is_counted_and_not_sent_again(outbox: Outbox) -> None:
    outbox.add(1)
    refused = outbox.seal()
    outbox.refuse(refused)
    assert outbox.spool.health().refused == 1
    following = outbox.seal().decoded()
    assert (following.samples, following.dropped) == ([], {"pressure_permille": 1})
    assert (following.parent, following.month) == (refused.id, refused.decoded().month)


def test_of_a_refused_half_is_told_all_that_it_was_a_part_of(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1, 2)
    whole = outbox.seal()
    outbox.spool.halve(whole, moment)
    half = outbox.seal()
    outbox.refuse(half)
    outbox.acknowledge(outbox.seal())
    remains = outbox.seal().decoded()
    assert (remains.parent, remains.ancestors) == (half.id, [whole.id])


def test_what_remains_of_a_refused_batch_is_told_by_the_next_one_when_it_is_refused_too(outbox: Outbox) -> None:
    outbox.add(1)
    for _ in range(2):
        outbox.refuse(outbox.seal())
    following = outbox.seal().decoded()
    assert (following.parent, following.dropped) == (None, {"pressure_permille": 1})


def test_of_what_was_refused_the_latest_is_kept_and_lost_answers_stay_counted(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("barometer_agent.spool.outbox.KEPT_REFUSED", 2)
    outbox.spool.answer(make_answer(), moment)
    for _ in range(2):
        outbox.refuse(outbox.seal())
    for value in range(5):
        outbox.add(value)
        outbox.refuse(outbox.seal())
    outbox.spool.tidy(moment)
    assert [sent.outcome for sent in outbox.spool.sent(0)] == ["lost", "refused", "refused"]
    assert outbox.spool.health().lost_answers == 1
