"""Batches for a server that tells another time each time."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from barometer_agent.clock import Moment
from barometer_agent.enrolment import Identity
from barometer_agent.spool import Spool
from barometer_agent.uplink.sender import Done, Outcome, Sender
from barometer_agent.uplink.transport import Transport
from barometer_agent.uplink.verdict import Later
from barometer_shared.samples import AgentFacts, Sample
from tests.agent.uplink.sender.replies import Reply, configuration, dated, problem

if TYPE_CHECKING:
    FakeClock = FakeCollector = Any

Add = Callable[..., None]
DAY_MS = 86_400_000


def speak(collector: "FakeCollector", moment: Moment) -> None:
    """From now on its clock says ``moment``, and it takes batches of that month alone."""

    def reply(method: str, path: str, sent: dict[str, str], content: bytes) -> Reply:
        months = {msgspec.json.decode(gzip.decompress(content))["month"]} if content else set()
        if months - {moment.month}:
            status, headers, body = problem(422, field="month")
        else:
            status, headers, body = type(collector).reply(collector, method, path, sent, content)
        return status, {**dated(moment), **headers}, body

    collector.reply = reply


def contradict(sender: Sender, collector: "FakeCollector", clock: "FakeClock", times: int) -> list[Outcome]:
    """An exchange every half hour with a server whose clock is years off, by something else each time."""
    outcomes = []
    for number in range(times):
        speak(collector, replace(clock.now(), utc_ms=(20 + number % 20) * 365 * DAY_MS))
        outcomes.append(sender.exchange())
        clock.advance(1_800_000)
    return outcomes


def test_a_server_that_contradicts_itself_for_a_day_gets_what_was_measured_without_a_word_on_the_clock(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    add(1)
    assert contradict(sender, fake_collector, clock, 48) == [Later("clock", 60)] * 48
    speak(fake_collector, clock.now())
    fake_collector.refusals = [configuration(fake_collector.config, replace(clock.now(), utc_ms=0))]
    assert sender.exchange() == Done(1)
    add(2)
    assert sender.exchange() == Done(1)
    first, second = fake_collector.batches.values()
    assert (first.skew_ms, abs(second.skew_ms) <= 1000) == (None, True)


def test_what_such_a_server_refuses_for_its_month_is_kept_and_goes_by_the_clock_that_is_known_at_last(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector", spool: Spool
) -> None:
    ahead_ms = 2 * 365 * DAY_MS
    clock.step(ahead_ms)
    add(1)
    assert contradict(sender, fake_collector, clock, 96)[48:] == [Later("clock: 422 No  month", 60)] * 48
    assert (spool.health().refused, spool.health().pending_batches) == (0, 1)
    for _ in range(2):
        real = replace(clock.now(), utc_ms=clock.now().utc_ms - ahead_ms)
        speak(fake_collector, real)
        sender.exchange()
        clock.advance(60_000)
    (batch,) = fake_collector.batches.values()
    assert (batch.month, abs(batch.skew_ms - ahead_ms) <= 1000) == (real.month, True)


def test_while_the_clock_is_in_doubt_what_was_sent_takes_no_more_room_than_the_quota(
    transport: Transport,
    identity: Identity,
    clock: "FakeClock",
    fake_collector: "FakeCollector",
    agent: AgentFacts,
    tmp_path: Path,
) -> None:
    with Spool(tmp_path / "small", 2_000, clock.now()) as small:
        sender = Sender(transport, identity, small, clock, agent)
        sender.exchange()
        speak(fake_collector, replace(clock.now(), utc_ms=clock.now().utc_ms - 2 * DAY_MS))
        for value in range(20):
            small.add("pressure", [Sample("pressure_permille", value, 5)], None, clock.now())
            sender.refresh()
            assert sender.exchange() == Done(1)
        assert 0 < len(list(small.sent(0))) < 20
