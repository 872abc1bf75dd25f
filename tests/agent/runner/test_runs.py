"""What a sampler gave is spooled, with where it left off."""

from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.clock import Clock
from barometer_agent.runner import HELD_MS, Runner
from barometer_agent.sampler import Context, Reason
from barometer_agent.spool import Spool
from barometer_shared.protocol import Target
from barometer_shared.samples import Sample
from tests.agent.runner.samplers import Fake, FullDisk, counting, one_sample, only_here, take

if TYPE_CHECKING:
    FakeClock = Any


def test_samples_and_cursor_are_spooled_and_the_cursor_comes_back(spool: Spool, clock: Clock) -> None:
    sampler = Fake(counting)
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
    quiet, gauge = Fake(only_here, name="quiet"), Fake(one_sample, name="gauge")
    runner = Runner(["quiet", "gauge"], take, spool, clock)
    runner.gather(quiet)
    clock.advance(HELD_MS)
    runner.gather(gauge)
    runner.write()
    assert (spool.health().samples, spool.cursor("quiet")) == (1, "here")


def test_what_a_full_disk_refused_is_read_again_from_the_old_cursor(spool: Spool, clock: Clock) -> None:
    disk: Any = FullDisk(spool)
    sampler = Fake(counting)
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


def test_at_the_end_nothing_is_held_back(spool: Spool, clock: Clock) -> None:
    runner = Runner(["pressure"], take, spool, clock)
    runner.run(Fake(only_here))
    runner.flush()
    assert spool.cursor("pressure") == "here"


def test_a_log_that_was_cleared_is_said_in_the_agents_own_log(
    spool: Spool, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    def cleared(context: Context) -> list[Sample]:
        context.lost = Reason("the event log was cleared", "het gebeurtenislogboek is gewist")
        return one_sample(context)

    sampler = Fake(cleared)
    Runner([sampler.name], take, spool, clock).run(sampler)
    assert "records_lost sampler=pressure why=the event log was cleared" in caplog.text


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
