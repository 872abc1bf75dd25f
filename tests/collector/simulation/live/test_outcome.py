"""What became of each batch of a plan."""

import math

import numpy as np

from barometer_collector.simulation.live.outcome import Outcome, State, latency_of
from tests.collector.simulation.live.small import writer_of


def outcome() -> Outcome:
    made = Outcome.of(writer_of(20, 5).arrivals, speed=2.0)
    made.due[:] = np.arange(len(made.due))
    return made


def test_due_moments_pass_faster_in_a_faster_time() -> None:
    arrivals = writer_of().arrivals
    assert np.allclose(Outcome.of(arrivals, 10.0).due * 10_000, arrivals.at_ms)


def test_latency_counts_from_when_a_batch_was_due_and_only_of_what_was_acknowledged() -> None:
    made = outcome()
    made.state[:3] = State.ACKNOWLEDGED
    made.sent[:3] = made.due[:3] + 2
    made.heard[:3] = made.due[:3] + np.array([3, 4, 5])
    everything = np.ones(len(made.due), dtype=bool)
    assert made.latency(everything).p50 == 4
    assert made.answered(everything).most == 3
    assert made.latency(everything).count == made.count(State.ACKNOWLEDGED) == 3


def test_lateness_is_of_everything_that_left() -> None:
    made = outcome()
    made.tries[:2] = 1
    made.sent[:2] = made.due[:2] + np.array([0.5, 1.5])
    assert made.lateness(np.ones(len(made.due), dtype=bool)).most == 1.5


def test_nothing_measured_is_no_latency_of_zero() -> None:
    nothing = latency_of(np.array([]))
    assert nothing.count == 0
    assert math.isnan(nothing.p99)
