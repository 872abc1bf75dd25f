"""Holds what a collector has against what was sent: planted losses and doubles are found, in a real collector."""

from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import text

from barometer_collector.ledger.rules import checksum
from barometer_collector.rollup.service import roll_up
from barometer_collector.simulation.live.asking import BatchTold, Collector, DeviceTold, client_of
from barometer_collector.simulation.live.audit import Audit, audit, sent_of
from barometer_collector.simulation.live.bodies import Writer
from barometer_collector.simulation.live.keys import Keys
from barometer_collector.simulation.live.outcome import Outcome, State
from barometer_collector.simulation.live.play import Way, play
from tests.collector.simulation.live.conftest import Door
from tests.collector.simulation.live.small import keys_of, live_fleet, writer_of


def acknowledged(writer: Writer) -> Outcome:
    outcome = Outcome.of(writer.arrivals, 1.0)
    outcome.state[:] = State.ACKNOWLEDGED
    return outcome


def told_of(writer: Writer, without: set[int] = frozenset()) -> dict[str, list[BatchTold]]:
    """What a collector has that took in everything but some."""
    names, samples = writer.names(np.arange(len(writer.arrivals))), writer.arrivals.samples().tolist()
    found: dict[str, list[BatchTold]] = {}
    for place, device in enumerate(writer.arrivals.device.tolist()):
        if place not in without:
            entry = BatchTold(names[place], samples[place], samples[place], open=False)
            found.setdefault(f"{device:016x}", []).append(entry)
    return found


def judged(writer: Writer, outcome: Outcome, there: dict[str, list[BatchTold]]) -> Audit:
    rows = []
    for device, batches in there.items():
        size = sum(each.samples for each in batches)
        rows.append(DeviceTold(device, len(batches), size, size, checksum(each.batch for each in batches), size))
    return audit(writer, outcome, keys_of(writer.population.count), rows, there.__getitem__)


def test_what_was_sent_is_added_up_as_a_collector_does() -> None:
    writer = writer_of(20, 30)
    sent = sent_of(writer, acknowledged(writer))
    for device, batches in told_of(writer).items():
        place = int(device, 16)
        assert sent.batches[place] == len(batches)
        assert sent.samples[place] == sum(each.samples for each in batches)
        assert sent.checksum[place] == checksum(each.batch for each in batches)


def test_a_collector_that_has_everything_is_clean_and_asked_for_no_detail() -> None:
    writer = writer_of(20, 30)
    found = judged(writer, acknowledged(writer), told_of(writer))
    assert found.is_clean
    assert (found.looked_into, found.acknowledged, found.samples) == (
        0, len(writer.arrivals), int(writer.arrivals.samples().sum()),
    )  # fmt: skip


def test_each_missing_batch_is_found() -> None:
    writer = writer_of(20, 30)
    found = judged(writer, acknowledged(writer), told_of(writer, without={3, 50}))
    assert (found.missing, found.is_clean) == (2, False)
    assert sorted(found.examples) == sorted(
        f"batch {name}: acknowledged and not there" for name in writer.names(np.array([3, 50]))
    )


def test_a_device_of_which_nothing_is_there_is_found() -> None:
    writer = writer_of(20, 30)
    there = told_of(writer)
    lost = len(there.pop(f"{7:016x}"))
    assert judged(writer, acknowledged(writer), there).missing == lost > 0


def test_what_was_not_heard_of_is_resolved() -> None:
    writer = writer_of(20, 30)
    outcome = acknowledged(writer)
    outcome.state[[4, 60]] = State.UNSURE
    found = judged(writer, outcome, told_of(writer, without={60}))
    assert (found.unsure_there, found.unsure_gone, found.is_clean) == (1, 1, True)


def test_a_refused_batch_that_is_there_is_wrong() -> None:
    writer = writer_of(20, 30)
    outcome = acknowledged(writer)
    outcome.state[4] = State.REFUSED
    assert judged(writer, outcome, told_of(writer)).refused_there == 1


def test_what_other_runs_left_is_none_of_ours() -> None:
    writer = writer_of(20, 30)
    there = told_of(writer)
    there[f"{3:016x}"].append(BatchTold("ab" * 16, 9, 9, open=False))
    there[f"{999:016x}"] = [BatchTold("cd" * 16, 9, 9, open=False)]
    found = judged(writer, acknowledged(writer), there)
    assert (found.is_clean, found.looked_into) == (True, 1)


@pytest.fixture
def played(door: Door) -> tuple[Writer, Keys, Outcome, Collector]:
    """A few batches in a real collector, counted."""
    writer, keys = live_fleet(door.url, door.enrolment_token, laptops=4, minutes=20)
    outcome = play(writer, keys, Way(door.url, connections=4), 2000.0, 30.0).outcome
    assert outcome.count(State.ACKNOWLEDGED) == len(writer.arrivals)
    roll_up(door.database, datetime.now(UTC))
    return writer, keys, outcome, Collector(client_of(door.url, door.api_token))


def look(played: tuple[Writer, Keys, Outcome, Collector]) -> Audit:
    writer, keys, outcome, collector = played
    with collector._client:
        return audit(writer, outcome, keys, collector.devices(), collector.batches)


def test_a_real_collector_is_clean(played: tuple[Writer, Keys, Outcome, Collector]) -> None:
    found = look(played)
    assert (found.is_clean, found.acknowledged, found.looked_into) == (True, len(played[0].arrivals), 0)


def test_a_planted_loss_is_found(played: tuple[Writer, Keys, Outcome, Collector], door: Door) -> None:
    lost = played[0].names(np.array([5]))[0]
    _run(door, "DELETE FROM batch WHERE batch_id = :lost", lost=lost)
    found = look(played)
    assert found.missing == 1
    assert f"batch {lost}: acknowledged and not there" in found.examples


def test_a_planted_duplicate_in_the_days_is_found(played: tuple[Writer, Keys, Outcome, Collector], door: Door) -> None:
    device = int(played[1][0][:16], 16)
    _run(door, "UPDATE device_day SET n = n + 1 WHERE device_id = :device AND metric = 30", device=device)
    assert look(played).counted_more == 1


def test_planted_samples_that_are_gone_are_found(played: tuple[Writer, Keys, Outcome, Collector], door: Door) -> None:
    _run(door, "DELETE FROM sample WHERE metric = 30")
    assert look(played).stored_less == 5 * len(played[0].arrivals)


def _run(door: Door, statement: str, **values: object) -> None:
    with door.database.writing() as session:
        session.connection().execute(text(statement), values)
