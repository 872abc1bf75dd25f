"""Running samplers."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.clock import Clock
from barometer_agent.runner import HELD_MS, Runner
from barometer_agent.sampler import About, Context, NoData, Reason, Sampler
from barometer_agent.spool import Spool, SpoolError
from barometer_shared.protocol import Target
from barometer_shared.samples import AgentFacts, Gap, GapKind, Sample

if TYPE_CHECKING:
    FakeClock = Any

NO_SYSTEMD = Reason("no systemd", "geen systemd")


@dataclass
class Fake:
    """A sampler whose behaviour is given."""

    behave: Callable[[Context], Iterable[Sample]]
    name: str = "pressure"
    every: float = 60.0
    metrics: tuple[str, ...] = ("pressure_permille",)
    while_in_use: bool = False
    seen: list[Context] = field(default_factory=list)

    @property
    def about(self) -> About:
        return About("question", "vraag", self.metrics, self.while_in_use)

    def sample(self, context: Context) -> Iterable[Sample]:
        self.seen.append(context)
        return self.behave(context)


@dataclass(frozen=True)
class Taken:
    samples: tuple[Sample, ...]
    gaps: tuple[Gap, ...]
    cursor: str | None


def take(sampler: Sampler, context: Context) -> Taken:
    try:
        samples = tuple(sampler.sample(context))
    except NoData as nothing:
        return Taken((), tuple(Gap(one, nothing.kind, nothing.reason.localised) for one in sampler.about.metrics), None)
    return Taken(samples, tuple(context.gaps), context.cursor)


def one_sample(context: Context) -> list[Sample]:
    return [Sample("pressure_permille", 3, context.now_ms)]


def gaps_told(spool: Spool, agent: AgentFacts, clock: Clock) -> list[Gap] | None:
    batch = spool.next_batch(agent, clock.now(), None)
    if batch is None:
        return None
    spool.acknowledge(batch.id, clock.now())
    return batch.decoded().gaps


def test_a_sampler_that_is_spared_is_a_gap_that_says_so_and_keeps_no_other_gap_from_being_told(
    spool: Spool, clock: Clock, agent: AgentFacts
) -> None:
    def nothing(_context: Context) -> list[Sample]:
        raise NoData(NO_SYSTEMD)

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


def test_samples_and_cursor_are_spooled_and_the_cursor_comes_back(spool: Spool, clock: Clock) -> None:
    def behave(context: Context) -> list[Sample]:
        context.advance(str(int(context.cursor or 0) + 1))
        return one_sample(context)

    sampler = Fake(behave)
    targets = (Target("intranet", "https://intranet.test"),)
    runner = Runner([sampler.name], take, spool, clock, targets=lambda: targets)
    runner.run(sampler)
    runner.run(sampler)
    assert spool.health().samples == 2
    assert spool.cursor("pressure") == "2"
    assert sampler.seen[1].targets == targets


def test_a_cursor_alone_waits_for_company_and_is_there_at_the_next_run(spool: Spool, clock: "FakeClock") -> None:
    def behave(context: Context) -> list[Sample]:
        context.advance(str(int(context.cursor or 0) + 1))
        return []

    sampler = Fake(behave)
    runner = Runner([sampler.name], take, spool, clock)
    runner.run(sampler)
    assert (sampler.seen[0].cursor, spool.cursor("pressure")) == ("1", None)
    clock.advance(HELD_MS)
    runner.run(sampler)
    assert spool.cursor("pressure") == "2"
    runner.run(sampler)
    assert spool.cursor("pressure") == "2"
    sampler.behave = one_sample
    runner.run(sampler)
    assert spool.cursor("pressure") == "3"


def test_what_was_gathered_is_written_together(spool: Spool, clock: "FakeClock") -> None:
    def behave(context: Context) -> list[Sample]:
        context.advance("there")
        return one_sample(context)

    gauge, event, quiet = Fake(one_sample, name="gauge"), Fake(behave, name="event"), Fake(lambda _context: [])
    runner = Runner(["gauge", "event"], take, spool, clock)
    runner.gather(gauge)
    runner.gather(event)
    runner.gather(quiet)
    assert (spool.health().samples, spool.cursor("event")) == (0, None)
    runner.write()
    assert (spool.health().samples, spool.cursor("event")) == (2, "there")
    runner.write()
    assert spool.health().samples == 2


def test_a_cursor_that_waited_goes_along_with_the_samples_of_others(spool: Spool, clock: "FakeClock") -> None:
    def behave(context: Context) -> list[Sample]:
        context.advance("here")
        return []

    quiet, gauge = Fake(behave, name="quiet"), Fake(one_sample, name="gauge")
    runner = Runner(["quiet", "gauge"], take, spool, clock)
    runner.gather(quiet)
    clock.advance(HELD_MS)
    runner.gather(gauge)
    runner.write()
    assert (spool.health().samples, spool.cursor("quiet")) == (1, "here")


def test_what_a_full_disk_refused_is_read_again_from_the_old_cursor(spool: Spool, clock: Clock) -> None:
    def behave(context: Context) -> list[Sample]:
        context.advance(str(int(context.cursor or 0) + 1))
        return one_sample(context)

    class Full:
        """A spool whose disk is full at first."""

        full = True
        cursor, set_gaps = spool.cursor, spool.set_gaps

        def add_all(self, runs: Any) -> None:
            if self.full:
                raise SpoolError("spool.failing.full", path="spool.db")
            spool.add_all(runs)

    disk: Any = Full()
    sampler = Fake(behave)
    runner = Runner([sampler.name], take, disk, clock)
    runner.run(sampler)
    disk.full = False
    runner.run(sampler)
    assert [context.cursor for context in sampler.seen] == ["1", "1"]
    assert (spool.health().samples, spool.cursor("pressure")) == (1, "1")


def test_what_cannot_be_written_costs_no_other_sampler_its_samples(
    spool: Spool, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    no_number: Any = object()
    odd = Fake(lambda context: [Sample("boot_ms", no_number, context.now_ms)], name="odd")
    runner = Runner(["odd", "pressure"], take, spool, clock)
    runner.gather(odd)
    runner.gather(Fake(one_sample))
    runner.write()
    assert spool.health().samples == 1
    assert runner.failing == ["odd"]
    assert "samples_not_written sampler=odd" in caplog.text


def test_gaps_that_could_not_be_kept_are_told_at_the_next_run(spool: Spool, clock: Clock, agent: AgentFacts) -> None:
    def nothing(_context: Context) -> list[Sample]:
        raise NoData(NO_SYSTEMD)

    class Full:
        full = True
        cursor = spool.cursor

        def set_gaps(self, gaps: list[Gap]) -> None:
            if self.full:
                raise SpoolError("spool.failing.full", path="spool.db")
            spool.set_gaps(gaps)

    disk: Any = Full()
    sampler = Fake(nothing)
    runner = Runner([sampler.name], take, disk, clock)
    runner.run(sampler)
    disk.full = False
    runner.run(sampler)
    assert [gap.metric for gap in gaps_told(spool, agent, clock) or ()] == ["pressure_permille"]


def test_at_the_end_nothing_is_held_back(spool: Spool, clock: Clock) -> None:
    def behave(context: Context) -> list[Sample]:
        context.advance("here")
        return []

    runner = Runner(["pressure"], take, spool, clock)
    runner.run(Fake(behave))
    runner.flush()
    assert spool.cursor("pressure") == "here"


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


def test_a_log_that_was_cleared_is_said_in_the_agents_own_log(
    spool: Spool, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    def cleared(context: Context) -> list[Sample]:
        context.lost = Reason("the event log was cleared", "het gebeurtenislogboek is gewist")
        return one_sample(context)

    sampler = Fake(cleared)
    Runner([sampler.name], take, spool, clock).run(sampler)
    assert "records_lost sampler=pressure why=the event log was cleared" in caplog.text


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


def test_what_counts_for_a_score_is_measured_only_while_in_use(spool: Spool, clock: "FakeClock") -> None:
    gauge, event = Fake(one_sample, name="gauge", while_in_use=True), Fake(one_sample, name="event")
    in_use = False
    runner = Runner([gauge.name, event.name], take, spool, clock, in_use=lambda: in_use)
    runner.run(gauge)
    runner.run(event)
    assert (len(gauge.seen), len(event.seen)) == (0, 1)
    in_use = True
    runner.run(gauge)
    assert len(gauge.seen) == 1


def test_a_closed_spool_ends_quietly(spool: Spool, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    sampler = Fake(one_sample)
    runner = Runner([sampler.name], take, spool, clock)
    spool.close()
    runner.run(sampler)
    assert caplog.records == []
