"""Batches of a laptop whose clock is wrong."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from barometer_agent.uplink.sender import Done, Sender
from barometer_agent.uplink.verdict import Later
from tests.agent.uplink.sender.replies import configuration

if TYPE_CHECKING:
    FakeClock = FakeCollector = Any

Add = Callable[..., None]
DAY_MS = 86_400_000


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
    fake_collector.refusals = [configuration(fake_collector.config, real)]
    assert sender.exchange() == Done(1)
    assert len(fake_collector.samples()) == 1
    assert fake_collector.samples()[0].at == clock.now().utc_ms


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
    fake_collector.refusals = [configuration(fake_collector.config, real)]
    add(1)
    sender.exchange()
    (batch,) = fake_collector.batches.values()
    assert batch.month == real.month
