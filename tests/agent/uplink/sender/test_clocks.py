"""Batches of a laptop whose clock is wrong."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_agent.uplink.sender import Done, Outcome, Sender
from barometer_agent.uplink.verdict import Later
from barometer_shared.samples import AgentFacts
from tests.agent.uplink.sender.replies import configuration, dated

if TYPE_CHECKING:
    FakeClock = FakeCollector = Any

Add = Callable[..., None]
DAY_MS = 86_400_000
WRONG = {"Date": "Mon, 21 May 2029 00:00:00 GMT"}
PORTAL = (200, {"content-type": "text/html", "Date": "Thu, 01 Jan 2026 00:00:00 GMT"}, b"<html>Sign in</html>")


def hear(sender: Sender, collector: "FakeCollector", clock: "FakeClock", server: Moment, **how: bool) -> Outcome:
    """Two exchanges, a minute apart, with a server whose clock says ``server`` at the first."""
    collector.refusals = [configuration(collector.config, server)]
    assert sender.exchange(**how) == Later("clock", 60)
    clock.advance(60_000)
    collector.refusals = [configuration(collector.config, replace(server, utc_ms=server.utc_ms + 60_000))]
    return sender.exchange(**how)


def test_one_wrong_date_changes_nothing(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(*range(50))
    sender.refresh()
    fake_collector.refusals = [(304, {"etag": '"v1"', **WRONG}, b"")]
    assert sender.exchange() == Done(1)
    (batch,) = fake_collector.batches.values()
    assert (batch.month, abs(batch.skew_ms) <= 1000) == (clock.now().month, True)


def test_before_the_first_configuration_nobody_says_304(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    add(1)
    off = dated(replace(clock.now(), utc_ms=clock.now().utc_ms - 3_600_000))
    fake_collector.refusals = [(304, off, b"")]
    assert isinstance(sender.exchange(), Later)
    assert sender.skew_ms(clock.now()) is None
    sender.exchange()
    fake_collector.refusals = [(304, off, b"")]  # to a batch
    add(2)
    assert isinstance(sender.exchange(), Later)
    assert abs(sender.skew_ms(clock.now()) or 0) <= 1000


def test_the_first_batch_already_tells_how_far_the_clocks_are_apart(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    fake_collector.refusals = [configuration(fake_collector.config, clock.now())]
    clock.step(90_000)
    add(1)
    sender.exchange()
    (batch,) = fake_collector.batches.values()
    assert abs(batch.skew_ms - 90_000) <= 1000


def test_a_clock_that_is_years_ahead_does_not_empty_the_spool(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    add(1)
    real = clock.now()
    clock.step(400 * DAY_MS)
    measured = clock.now().utc_ms
    assert hear(sender, fake_collector, clock, real) == Done(1)
    assert [sample.at for sample in fake_collector.samples()] == [measured]


def test_nothing_is_called_old_while_the_clock_is_in_doubt(
    sender: Sender,
    add: Add,
    clock: "FakeClock",
    fake_collector: "FakeCollector",
    spool: Spool,
    start_again: Callable[[], Sender],
) -> None:
    sender.exchange()
    add(1)
    real = clock.now()
    clock.boot("boot-2", real.utc_ms + 3 * 365 * DAY_MS)
    again = start_again()
    assert hear(again, fake_collector, clock, real) == Done(1)
    assert (len(fake_collector.samples()), spool.health().expired) == (1, 0)


def test_what_a_page_on_the_way_believes_the_time_to_be_counts_for_nothing(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(1)
    fake_collector.refusals = [(200, {"Date": "Thu, 01 Jan 1970 00:00:00 GMT"}, b"<html>Welcome</html>")]
    assert isinstance(sender.exchange(), Later)
    skew = sender.skew_ms(clock.now())
    assert skew is not None
    assert abs(skew) < 2000


def test_what_was_measured_before_the_clock_was_set_right_is_sent_before_anything_is_called_old(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    right = clock.now()
    clock.step(-20 * 365 * DAY_MS)
    add(1)
    clock.step(20 * 365 * DAY_MS)
    assert sender.exchange() == Done(1)
    assert [sample.at for sample in fake_collector.samples()] == [right.utc_ms]


def test_a_clock_that_is_years_ahead_seals_in_the_month_of_the_server(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    real = clock.now()
    clock.step(400 * DAY_MS)
    add(1)
    hear(sender, fake_collector, clock, real)
    (batch,) = fake_collector.batches.values()
    assert batch.month == real.month


def test_behind_a_sign_in_page_nothing_is_sealed_by_a_clock_that_nobody_compared(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector", spool: Spool
) -> None:
    real = clock.now()
    clock.step(-real.utc_ms)
    add(1)
    fake_collector.refusals = [PORTAL] * 2
    outcome = sender.exchange()
    assert isinstance(outcome, Later)
    assert outcome.reason.startswith("sign_in")
    assert spool.health().pending_batches == 0
    assert hear(sender, fake_collector, clock, real) == Done(1)
    (batch,) = fake_collector.batches.values()
    assert batch.month == real.month
    assert abs(batch.samples[0].at - batch.skew_ms - real.utc_ms) <= 1000


def test_how_the_clock_was_off_before_a_restart_says_nothing_of_a_clock_that_begins_in_1970(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector", start_again: Callable[[], Sender]
) -> None:
    sender.exchange()
    real = clock.now()
    clock.boot("boot-2", 3_000)
    again = start_again()
    add(1)
    fake_collector.refusals = [PORTAL]
    assert isinstance(again.exchange(), Later)
    assert hear(again, fake_collector, clock, real) == Done(1)
    assert [batch.month for batch in fake_collector.batches.values()] == [real.month]


def test_an_answer_on_a_metered_link_waits_for_the_time_and_not_for_long(
    sender: Sender, clock: "FakeClock", fake_collector: "FakeCollector", give_answer: Callable[[], None]
) -> None:
    sender.exchange()
    real = clock.now()
    clock.boot("boot-2", 3_000)
    give_answer()
    before = len(fake_collector.requests)
    assert hear(sender, fake_collector, clock, real, only_answers=True) == Done(1)
    assert [request[0] for request in fake_collector.requests[before:]] == ["GET", "GET", "POST"]
    (batch,) = fake_collector.batches.values()
    assert batch.month == real.month


def test_a_configuration_of_a_later_release_tells_the_time_as_well(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    real = clock.now()
    clock.step(-real.utc_ms)
    add(1)
    later = b'{"version": "v9", "interval_seconds": 0.5, "targets": {"all": []}}'
    fake_collector.refusals = [(200, dated(real), later)]
    assert isinstance(sender.exchange(), Later)
    clock.advance(60_000)
    fake_collector.refusals = [(200, dated(replace(real, utc_ms=real.utc_ms + 60_000)), later)]
    assert sender.exchange() == Done(1)
    (batch,) = fake_collector.batches.values()
    assert batch.month == real.month


def test_a_collector_that_never_tells_the_time_still_gets_what_was_measured(
    sender: Sender, add: Add, fake_collector: "FakeCollector"
) -> None:
    add(1)
    undated = (200, {"Date": "", "etag": '"v1"'}, msgspec.json.encode(fake_collector.config))
    fake_collector.refusals = [undated]
    assert sender.exchange() == Done(1)
    (batch,) = fake_collector.batches.values()
    assert batch.skew_ms is None


def test_what_was_sealed_before_goes_on_its_way_whatever_the_clock_says(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector", spool: Spool, agent: AgentFacts
) -> None:
    sender.exchange()
    add(1)
    sealed = spool.next_batch(agent, clock.now(), 0)
    assert sealed is not None
    clock.boot("boot-2", 3_000)
    fake_collector.refusals = [(200, dated(clock.now()), b'{"version": "v9", "interval_seconds": 60}')]
    assert sender.exchange() == Done(1)
    assert list(fake_collector.batches) == [sealed.id]
