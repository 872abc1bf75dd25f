"""Which gaps are told, and when."""

import logging
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.clock import Clock
from barometer_agent.runner import Runner
from barometer_agent.sampler import Context, NoData, Reason
from barometer_agent.spool import Spool
from barometer_shared.samples import AgentFacts, Gap, GapKind, Sample
from tests.agent.runner.samplers import NO_SYSTEMD, Fake, FullDisk, nothing, one_sample, take

if TYPE_CHECKING:
    FakeClock = Any


def gaps_told(spool: Spool, agent: AgentFacts, clock: Clock) -> list[Gap] | None:
    batch = spool.next_batch(agent, clock.now(), None)
    if batch is None:
        return None
    spool.acknowledge(batch.id, clock.now())
    return batch.decoded().gaps


def test_a_sampler_that_is_spared_is_a_gap_that_says_so_and_keeps_no_other_gap_from_being_told(
    spool: Spool, clock: Clock, agent: AgentFacts
) -> None:
    network = Fake(one_sample, "network", metrics=("tcp_connect_us",))
    boot = Fake(nothing, "boot", metrics=("boot_ms",))
    runner = Runner([network.name, boot.name], take, spool, clock)
    runner.run(boot)
    runner.spare(network, Reason("it is metered", "het kost data"))
    assert network.seen == []
    told = [
        Gap("boot_ms", GapKind.NO_DATA, NO_SYSTEMD.localised),
        Gap("tcp_connect_us", GapKind.NO_DATA, {"en": "it is metered", "nl": "het kost data"}),
    ]
    assert gaps_told(spool, agent, clock) == told
    runner.run(network)
    assert gaps_told(spool, agent, clock) == told[:1]


def test_gaps_that_could_not_be_kept_are_told_at_the_next_run(spool: Spool, clock: Clock, agent: AgentFacts) -> None:
    disk: Any = FullDisk(spool)
    sampler = Fake(nothing)
    runner = Runner([sampler.name], take, disk, clock)
    runner.run(sampler)
    disk.full = False
    runner.run(sampler)
    assert [gap.metric for gap in gaps_told(spool, agent, clock) or ()] == ["pressure_permille"]


def test_a_failing_sampler_is_logged_once_and_becomes_a_gap(
    spool: Spool, clock: Clock, agent: AgentFacts, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_context: Context) -> list[Sample]:
        raise ZeroDivisionError("/home/anna/secret.txt")

    bad, good = Fake(fail, name="bad", metrics=("boot_ms",)), Fake(one_sample)
    runner = Runner([bad.name, good.name], take, spool, clock)
    for sampler in (bad, bad, good):
        runner.run(sampler)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "sampler_failed sampler=bad kind=ZeroDivisionError" in caplog.text
    assert "anna" not in caplog.text
    assert runner.failing == ["bad"]
    told = gaps_told(spool, agent, clock)
    assert told is not None
    assert [(gap.metric, gap.kind) for gap in told] == [("boot_ms", GapKind.NO_DATA)]
    assert set(told[0].reason) == {"en", "nl"}


def test_a_sampler_that_works_again_says_so_and_loses_its_gap(
    spool: Spool, clock: Clock, agent: AgentFacts, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = [True, False]

    def behave(context: Context) -> list[Sample]:
        if outcomes.pop(0):
            raise ZeroDivisionError
        return one_sample(context)

    sampler = Fake(behave)
    runner = Runner([sampler.name], take, spool, clock)
    runner.run(sampler)
    assert gaps_told(spool, agent, clock)
    runner.run(sampler)
    assert runner.failing == []
    assert "sampler_works_again" in caplog.text
    assert gaps_told(spool, agent, clock) == []


def test_gaps_are_told_when_all_were_heard_and_only_when_they_change(
    spool: Spool, clock: Clock, agent: AgentFacts
) -> None:
    def nothing(_context: Context) -> list[Sample]:
        raise NoData(NO_SYSTEMD, GapKind.NOT_APPLICABLE)

    first, second = Fake(nothing, name="boot", metrics=("boot_ms",)), Fake(lambda _context: [], name="quiet")
    runner = Runner([first.name, second.name], take, spool, clock)
    runner.run(first)
    assert gaps_told(spool, agent, clock) is None
    runner.run(second)
    assert gaps_told(spool, agent, clock) == [Gap("boot_ms", GapKind.NOT_APPLICABLE, NO_SYSTEMD.localised)]
    runner.run(first)
    assert gaps_told(spool, agent, clock) is None
