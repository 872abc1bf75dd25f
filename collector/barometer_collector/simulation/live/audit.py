"""Holds what a collector has against what a simulated fleet sent: lost, doubled, and what nobody had heard of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from barometer_collector.simulation.live.arrivals import id_bits
from barometer_collector.simulation.live.asking import BatchTold, DeviceTold
from barometer_collector.simulation.live.bodies import Writer
from barometer_collector.simulation.live.outcome import Outcome, State

_MODULUS = 1 << 60
_SHOWN = 10


@dataclass
class Audit:
    """Batches, but for the samples that are ``stored_less`` or ``stored_more`` (than acknowledged), and
    ``counted_less`` or ``counted_more`` in device-days. ``examples`` names some of what is wrong."""

    acknowledged: int = 0
    samples: int = 0
    missing: int = 0
    unsure_there: int = 0
    unsure_gone: int = 0
    refused_there: int = 0
    stored_less: int = 0
    stored_more: int = 0
    counted_less: int = 0
    counted_more: int = 0
    looked_into: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing that was acknowledged is missing, and nothing is there more than once."""
        return not (
            self.missing
            or self.refused_there
            or self.stored_less
            or self.stored_more
            or self.counted_less
            or self.counted_more
        )

    def tell(self, text: str) -> None:
        """Keep an example of what is wrong."""
        if len(self.examples) < _SHOWN:
            self.examples.append(text)


@dataclass(frozen=True)
class Sent:
    """What each laptop of a fleet had acknowledged, with one entry per laptop, and whether more than that is open."""

    batches: npt.NDArray[np.int64]
    samples: npt.NDArray[np.int64]
    checksum: npt.NDArray[np.int64]
    unsure: npt.NDArray[np.bool_]


def sent_of(writer: Writer, outcome: Outcome) -> Sent:
    """The same three sums that a collector tells of a device."""
    arrivals, count = writer.arrivals, writer.population.count
    known = outcome.state == State.ACKNOWLEDGED
    device = arrivals.device[known]
    high, _ = id_bits(writer.population.seed, writer.pace, device, arrivals.first[known])
    sums = np.zeros((3, count), dtype=np.int64)
    ones = np.ones(len(device), dtype=np.int64)
    shortened = (high >> np.uint64(4)).astype(np.int64)
    for row, values in enumerate((ones, arrivals.samples()[known], shortened)):
        np.add.at(sums[row], device, values)  # of the checksum modulo 2^64, and so modulo 2^60
    unsure = np.zeros(count, dtype=bool)
    unsure[arrivals.device[(outcome.state == State.UNSURE) | (outcome.state == State.REFUSED)]] = True
    return Sent(sums[0], sums[1], sums[2] % _MODULUS, unsure)


def audit(
    writer: Writer,
    outcome: Outcome,
    keys: npt.NDArray[np.bytes_],
    told: Iterable[DeviceTold],
    batches_of: Callable[[str], list[BatchTold]],
) -> Audit:
    """The differences. ``told`` is compared by its sums; only devices whose sums differ are asked about in detail.

    The device-days are held against all that the ledger has of a device, from other runs too.
    """
    sent = sent_of(writer, outcome)
    found = Audit(int(sent.batches.sum()), int(sent.samples.sum()))
    places = {key[:16].decode(): place for place, key in enumerate(keys.tolist())}
    for each in told:
        place = places.pop(each.device, None)
        if place is None:
            continue
        _count(found, each)
        expected = sent.batches[place], sent.samples[place], sent.checksum[place]
        if expected != (each.batches, each.samples, each.checksum) or sent.unsure[place]:
            _look_into(found, writer, outcome, place, batches_of(each.device))
    for device, place in places.items():
        lost = int(sent.batches[place])
        found.missing += lost
        found.unsure_gone += int(sent.unsure[place])
        if lost:
            found.tell(f"device {device}: nothing is there of {lost} acknowledged batches")
    return found


def _count(found: Audit, each: DeviceTold) -> None:
    stored = each.samples if each.stored is None else each.stored
    found.stored_less += max(0, each.samples - stored)
    found.stored_more += max(0, stored - each.samples)
    found.counted_less += max(0, each.samples - each.counted)
    found.counted_more += max(0, each.counted - each.samples)
    if stored != each.samples or each.counted != each.samples:
        found.tell(f"device {each.device}: {each.samples} acknowledged, {stored} stored, {each.counted} counted")


def _look_into(found: Audit, writer: Writer, outcome: Outcome, place: int, there: list[BatchTold]) -> None:
    found.looked_into += 1
    mine = np.flatnonzero(writer.arrivals.device == place)
    samples = writer.arrivals.samples()[mine].tolist() if len(mine) else []
    known = {each.batch: each.samples for each in there}
    for batch, name, size in zip(mine.tolist(), writer.names(mine), samples, strict=True):
        state, has = State(int(outcome.state[batch])), name in known
        if state is State.ACKNOWLEDGED and not has:
            found.missing += 1
            found.tell(f"batch {name}: acknowledged and not there")
        elif state is State.ACKNOWLEDGED and known[name] != size:
            found.stored_less += max(0, size - known[name])
            found.stored_more += max(0, known[name] - size)
            found.tell(f"batch {name}: {size} samples were acknowledged, {known[name]} are there")
        elif state is State.UNSURE:
            found.unsure_there += has
            found.unsure_gone += not has
        elif state is State.REFUSED and has:
            found.refused_there += 1
            found.tell(f"batch {name}: refused, and there")
