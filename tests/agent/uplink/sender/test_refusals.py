"""What a batch that is too large or not wanted costs."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.spool import Spool
from barometer_agent.uplink.sender import Done, Sender
from barometer_agent.uplink.verdict import Later
from tests.agent.uplink.sender.replies import Reply, problem

if TYPE_CHECKING:
    FakeCollector = Any

Add = Callable[..., None]


def test_too_large_is_halved_until_the_poison_stands_alone(
    sender: Sender, add: Add, spool: Spool, fake_collector: "FakeCollector", monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = fake_collector.reply

    def picky(method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        answer = taken(method, path, headers, body)
        poisoned = [key for key, batch in fake_collector.batches.items() if any(s.value == 5 for s in batch.samples)]
        for key in poisoned:
            del fake_collector.batches[key]
        return problem(413) if poisoned else answer

    monkeypatch.setattr(fake_collector, "reply", picky)
    add(*range(8))
    assert isinstance(sender.exchange(), Done)
    assert sorted(sample.value for sample in fake_collector.samples()) == [0, 1, 2, 3, 4, 6, 7]
    assert spool.health().refused == 1


def test_a_refused_batch_is_kept_aside_and_the_next_one_goes(
    sender: Sender, add: Add, spool: Spool, fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(1)
    fake_collector.refusals = [problem(422)]
    sender.exchange()
    add(2)
    sender.exchange()
    assert [sample.value for sample in fake_collector.samples()] == [2]
    assert spool.health().refused == 1


def test_the_next_batch_tells_what_a_refused_one_cost(
    sender: Sender, add: Add, fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(1, 2, 3)
    fake_collector.refusals = [problem(422)]
    sender.exchange()
    assert sum(sum(batch.dropped.values()) for batch in fake_collector.batches.values()) == 3


def test_refusals_of_nothing_but_news_are_no_storm(sender: Sender, add: Add, fake_collector: "FakeCollector") -> None:
    sender.exchange()
    add(1)
    fake_collector.refusals = [problem(422)] * 50
    assert isinstance(sender.exchange(), Later)
    assert len(fake_collector.refusals) == 48
    fake_collector.refusals = []
    sender.exchange()
    assert [batch.dropped for batch in fake_collector.batches.values()][-1] == {"pressure_permille": 1}


def test_something_on_the_way_that_takes_nothing_costs_no_sample(
    sender: Sender, add: Add, fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(*range(8))
    fake_collector.refusals = [(413, {"content-type": "text/html"}, b"<h1>413</h1>")] * 2
    for _ in range(2):
        outcome = sender.exchange()
        assert isinstance(outcome, Later)
        assert outcome.reason.startswith("limit: 413 for ")
    assert sender.exchange() == Done(1)
    assert len(fake_collector.samples()) == 8
