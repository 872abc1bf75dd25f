"""What a run of a fleet at work is told as."""

import msgspec
import numpy as np

from barometer_collector.simulation.live.audit import Audit
from barometer_collector.simulation.live.bodies import Writer
from barometer_collector.simulation.live.outcome import Outcome, State
from barometer_collector.simulation.live.play import Played
from barometer_collector.simulation.live.report import describe, figures
from barometer_collector.simulation.live.scenario import Scenario, Storm
from barometer_collector.simulation.live.watch import Seen
from tests.collector.simulation.live.small import writer_of


def played(writer: Writer, **more: object) -> Played:
    outcome = Outcome.of(writer.arrivals, 1.0)
    outcome.state[:-1] = State.ACKNOWLEDGED
    outcome.tries[:-1] = 1
    outcome.sent = outcome.due + 0.001
    outcome.heard[:-1] = outcome.due[:-1] + 0.011
    outcome.statuses.update({202: len(writer.arrivals) - 1, 503: 2})
    return Played(outcome, 1_795_000_000.0, 10.0, 1.5, 7, **more)


def test_every_figure_is_told() -> None:
    found = Audit(acknowledged=99, samples=2600, missing=1, examples=["batch ab: acknowledged and not there"])
    writer = writer_of(20, 30)
    told = describe(writer, played(writer, seen=Seen([(1.0, 0.5), (2.0, 4.0)], [1.0, 3.0]), settled=2.0, audit=found))
    for line in (
        "laptops: 20",
        "replies by status: {202: 119, 503: 2}, none at all: 0",
        "latency from when it was due: p50 11.0 ms, p99 11.0 ms, at most 11 ms, 119 batches",
        "of it the generator's own lateness: p50 1.0 ms",
        "generator: 10.0 s, 15 % of a core",
        "roll-up lag: at most 4.0 s; over time: 0.5 4.0",
        "acknowledged until in the score: median 2.0 s, at most 3.0 s, 2 batches",
        "roll-up done: 2.0 s after the end",
        "acknowledged and missing: 1",
        "batch ab: acknowledged and not there",
    ):
        assert line in told


def test_what_was_not_asked_is_said_and_no_figure() -> None:
    writer = writer_of(20, 30)
    told = describe(writer, played(writer))
    assert "give --api-token" in told
    assert "missing" not in told
    assert "had waited" not in told


def test_a_storm_tells_when_all_of_it_was_handed_in() -> None:
    writer = writer_of(20, 5, scenario=Scenario(storm=Storm(batches=2, within_seconds=30)))
    run = played(writer)
    last = run.outcome.heard[writer.arrivals.waited].max()
    assert f"the last of what had waited was acknowledged after {last:.0f} s" in describe(writer, run)
    assert figures(writer, run)["waited_done"] == last


def test_a_program_reads_the_same() -> None:
    writer = writer_of(20, 30)
    told = msgspec.json.decode(msgspec.json.encode(figures(writer, played(writer, audit=Audit(missing=3)))))
    assert (told["laptops"], told["acknowledged"], told["unsent"]) == (20, len(writer.arrivals) - 1, 1)
    assert told["statuses"] == {"202": len(writer.arrivals) - 1, "503": 2}
    assert np.isclose(told["latency"]["p99"], 0.011)
    assert told["audit"]["missing"] == 3
    assert told["waited_done"] is None
