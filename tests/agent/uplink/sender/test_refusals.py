"""What a batch that is too large or not wanted costs."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.spool import Spool
from barometer_agent.uplink.backoff import CAP_SECONDS
from barometer_agent.uplink.sender import Done, Sender
from barometer_agent.uplink.verdict import Later
from barometer_shared.samples import AgentFacts, Sample
from tests.agent.uplink.sender.replies import Reply, problem, strangers_problem

if TYPE_CHECKING:
    FakeClock = FakeCollector = Any

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
    assert isinstance(sender.exchange(), Later)
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


@pytest.mark.parametrize("field", ["month", "skew_ms", "sealed_at"])
def test_a_batch_that_is_refused_for_its_clock_goes_again_by_the_right_one(
    sender: Sender,
    add: Add,
    clock: "FakeClock",
    spool: Spool,
    agent: AgentFacts,
    fake_collector: "FakeCollector",
    field: str,
) -> None:
    sender.exchange()
    add(*range(50))
    spool.next_batch(agent, clock.now(), -3 * 365 * 86_400_000)  # by a Date that was wrong
    fake_collector.refusals = [problem(422, field=field)]
    assert sender.exchange() == Done(1)
    (batch,) = fake_collector.batches.values()
    assert (len(batch.samples), batch.month) == (50, clock.now().month)
    assert spool.health().refused == 0


def test_a_collector_that_refuses_every_clock_costs_no_storm(
    sender: Sender, add: Add, clock: "FakeClock", spool: Spool, agent: AgentFacts, fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(1)
    spool.next_batch(agent, clock.now(), -3 * 365 * 86_400_000)
    fake_collector.refusals = [problem(422, field="month")] * 9
    assert isinstance(sender.exchange(), Later)
    assert (len(fake_collector.refusals), spool.health().refused) == (7, 1)


def test_while_the_clock_is_in_doubt_nothing_is_given_up(
    sender: Sender, add: Add, clock: "FakeClock", spool: Spool, fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(1)
    status, headers, body = problem(422, field="month")
    fake_collector.refusals = [(status, {**headers, "Date": "Mon, 21 May 2029 00:00:00 GMT"}, body)]
    outcome = sender.exchange()
    assert isinstance(outcome, Later)
    assert (spool.health().refused, spool.health().pending_batches) == (0, 1)
    assert sender.exchange() == Done(1)


def test_the_next_batch_tells_what_a_refused_one_cost(
    sender: Sender, add: Add, fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(1, 2, 3)
    fake_collector.refusals = [problem(422)]
    sender.exchange()
    sender.exchange()
    assert sum(sum(batch.dropped.values()) for batch in fake_collector.batches.values()) == 3


def test_refusals_of_nothing_but_news_are_no_storm(sender: Sender, add: Add, fake_collector: "FakeCollector") -> None:
    sender.exchange()
    add(1)
    fake_collector.refusals = [problem(422)] * 50
    for left in (49, 48):
        outcome = sender.exchange()
        assert isinstance(outcome, Later)
        assert len(fake_collector.refusals) == left
    assert outcome.reason.startswith("empty: 422")
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


def test_one_exchange_costs_no_more_than_one_batch(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    for boot in ("boot-0", "boot-1", "boot-2"):
        spool.add("pressure", [Sample("pressure_permille", 1, 5)], None, replace(clock.now(), boot_id=boot))
    fake_collector.refusals = [problem(422)] * 50
    outcome = sender.exchange()
    assert isinstance(outcome, Later)
    assert outcome.reason.startswith("batch: 422")
    assert outcome.after_seconds == CAP_SECONDS
    assert (len(fake_collector.refusals), spool.health().refused, spool.health().samples) == (49, 1, 2)


def test_a_gateway_that_speaks_of_problems_costs_nothing(
    sender: Sender, add: Add, fake_collector: "FakeCollector", give_answer: Callable[[], None]
) -> None:
    sender.exchange()
    add(*range(8))
    give_answer()
    for status in (400, 401, 403, 422):
        fake_collector.refusals = [strangers_problem(status)] * 10
        for left in range(9, -1, -1):
            outcome = sender.exchange()
            assert isinstance(outcome, Later)
            assert outcome.reason == f"stranger: {status}"
            assert len(fake_collector.refusals) == left
    assert sender.exchange() == Done(1)
    assert (len(fake_collector.samples()), len(fake_collector.answers())) == (8, 1)


def test_something_on_the_way_that_takes_nothing_costs_not_even_the_last_sample(
    sender: Sender, add: Add, spool: Spool, fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(1)
    fake_collector.refusals = [(413, {"content-type": "text/html"}, b"<h1>413</h1>")] * 9
    for _ in range(9):
        assert isinstance(sender.exchange(), Later)
    assert (len(fake_collector.refusals), spool.health().refused) == (0, 0)
    assert sender.exchange() == Done(1)


def test_a_refused_answer_goes_again_and_alone(
    sender: Sender, add: Add, spool: Spool, fake_collector: "FakeCollector", give_answer: Callable[[], None]
) -> None:
    sender.exchange()
    add(1)
    give_answer()
    fake_collector.refusals = [problem(422)]
    assert isinstance(sender.exchange(), Later)
    add(2)
    assert sender.exchange() == Done(3)
    first = next(iter(fake_collector.batches.values()))
    assert (len(first.answers), first.samples, first.dropped) == (1, [], {})
    assert [sample.value for sample in fake_collector.samples()] == [2]
    assert [batch.dropped for batch in fake_collector.batches.values() if batch.dropped] == [{"pressure_permille": 1}]
    assert spool.answered("anna") == {"pulse"}
