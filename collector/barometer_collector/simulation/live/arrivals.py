"""When each laptop of a fleet at work sends which batch: planned before the first one leaves, whatever becomes of it.

That the plan is made beforehand is what makes a run an honest one: a collector that stalls does not keep later batches
from being due, and their latency counts from then on (https://www.scylladb.com/2021/04/22/on-coordinated-omission/).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from barometer_collector.simulation.live.draws import Bits, Numbers, Shares, bits, shares
from barometer_collector.simulation.live.population import MODELS, SITES, Population
from barometer_collector.simulation.live.scenario import Scenario, Storm
from barometer_collector.simulation.live.waits import after_outage

ROUND_SECONDS = 300  # of measuring: what agents tell once in five minutes
ROUND_SAMPLES = 26  # of a laptop with two targets: 7 of each, 5 of pressure, 3 by resource and 4 of how busy it is
MOST_ROUNDS = 70  # in a batch: 2,000 samples
BOOT, CRASH, HOURLY = 1, 2, 4
EXTRA_SAMPLES = {BOOT: 3, CRASH: 1, HOURLY: 6}
_JITTER = 0.1
_BOOTS = 0.7  # of the days
_DAY_MINUTES, _WEEKEND_FROM, _THURSDAY = 1440, 5, 3


@dataclass(frozen=True)
class Pace:
    """``seconds`` of the fleet's own time from ``start_ms`` on; each laptop sends every ``interval`` seconds of it."""

    start_ms: int
    seconds: float
    interval: int

    @property
    def rounds(self) -> int:
        """How many rounds of measuring are in a batch; an interval below five minutes has a whole one."""
        return max(1, round(self.interval / ROUND_SECONDS))

    @property
    def round_ms(self) -> float:
        return self.interval * 1000 / self.rounds


@dataclass(frozen=True)
class Arrivals:
    """Batches in the order in which they are due: ``at_ms`` from the start, of the laptop with that place.

    ``first`` and ``rounds`` say what was measured in it, ``extras`` is a sum of BOOT, CRASH and HOURLY, ``strain`` is
    how much longer the network took, and ``waited`` marks what was kept while nobody could be reached.
    """

    at_ms: Numbers
    device: npt.NDArray[np.int32]
    first: npt.NDArray[np.int32]
    rounds: npt.NDArray[np.int32]
    extras: npt.NDArray[np.uint8]
    strain: npt.NDArray[np.float32]
    waited: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.at_ms)

    def samples(self) -> Numbers:
        """How many samples are in each."""
        found = self.rounds.astype(np.int64) * ROUND_SAMPLES
        for flag, more in EXTRA_SAMPLES.items():
            found += more * ((self.extras & flag) > 0)
        return found


def sealed_ms(population: Population, pace: Pace, device: npt.ArrayLike, last: npt.ArrayLike) -> Numbers:
    """When the round ``last`` of each laptop ended, in milliseconds since 1970 UTC."""
    ahead = np.asarray(last) - (pace.rounds - 1) + population.phase[np.asarray(device)] * pace.rounds
    return np.asarray(pace.start_ms + ahead * pace.round_ms).astype(np.int64)


def id_bits(seed: int, pace: Pace, device: npt.ArrayLike, first: npt.ArrayLike) -> tuple[Bits, Bits]:
    """The two halves of each batch's id: another run has other batches, the same one again the same."""
    keys = pace.start_ms, np.asarray(device).astype(np.int64), np.asarray(first).astype(np.int64)
    return bits(seed, "batch", *keys), bits(seed, "batch again", *keys)


def plan(population: Population, pace: Pace, scenario: Scenario) -> Arrivals:
    """Every batch of the run; the same for the same seed."""
    parts = [] if scenario.storm and not scenario.storm.steady else _steady(population, pace, scenario)
    parts = _with_outages(population, scenario, parts)
    if scenario.storm:
        parts += _storm(population, pace, scenario.storm)
    at, device, first, rounds, waited = (np.concatenate([part[n] for part in parts]) for n in range(5))
    order = np.argsort(at, kind="stable")
    at, device, first, rounds, waited = at[order], device[order], first[order], rounds[order], waited[order]
    strain = np.ones(len(at), dtype=np.float32)
    for slow in scenario.slow_vpn:
        during = (at >= slow.begins * 60_000) & (at < (slow.begins + slow.minutes) * 60_000)
        strain[during & population.vpn[device]] *= slow.times
    return Arrivals(
        at_ms=at.astype(np.int64),
        device=device.astype(np.int32),
        first=first.astype(np.int32),
        rounds=rounds.astype(np.int32),
        extras=_extras(population, pace, scenario, (at, device, first, rounds)),
        strain=strain,
        waited=waited,
    )


Part = tuple[Numbers, Numbers, Numbers, Numbers, npt.NDArray[np.bool_]]


def _steady(population: Population, pace: Pace, scenario: Scenario) -> list[Part]:
    everyone, parts = np.arange(population.count), []
    for cycle in range(-1, int(pace.seconds // pace.interval) + 1):
        late = _JITTER * shares(population.seed, "jitter", everyone, cycle)
        at = ((cycle + population.phase + late) * pace.interval * 1000).astype(np.int64)
        due = (at >= 0) & (at < pace.seconds * 1000)
        if scenario.hours == "working":
            due &= _at_work(population, pace.start_ms + at)
        parts.append(_part(at[due], everyone[due], np.int64(cycle * pace.rounds), pace.rounds, waited=False))
    return parts


def _at_work(population: Population, moments: Numbers) -> npt.NDArray[np.bool_]:
    minutes = moments / 60_000 + population.offset_minutes
    weekday = (minutes // _DAY_MINUTES + _THURSDAY) % 7
    of_day = minutes % _DAY_MINUTES
    return np.asarray((weekday < _WEEKEND_FROM) & (of_day >= population.starts) & (of_day < population.ends))


def _with_outages(population: Population, scenario: Scenario, parts: list[Part]) -> list[Part]:
    for number, outage in enumerate(scenario.outages):
        begins, ends = outage.begins * 60_000, (outage.begins + outage.minutes) * 60_000
        draws = shares(population.seed, f"back from outage {number}", np.arange(population.count))
        waits = np.minimum(outage.minutes * 60, [after_outage(draw) for draw in draws.tolist()]) * 1000
        away = np.ones(population.count, dtype=bool)
        if outage.site:
            away = population.site == [site for site, _, _ in SITES].index(outage.site)
        back = np.where(away, ends + waits, begins)
        missed = [(at >= begins) & (at < back[device]) for at, device, *_ in parts]
        kept = [_masked(part, mask) for part, mask in zip(parts, missed, strict=True)]
        parts = [_masked(part, ~mask) for part, mask in zip(parts, missed, strict=True)]
        parts += _returning(kept, back)
    return parts


def _returning(kept: list[Part], back: Shares) -> list[Part]:
    """What was kept, as agents seal it: the batch that they tried to send, and all that came after it together."""
    device, first, rounds = (np.concatenate([part[n] for part in kept]) for n in (1, 2, 3))
    order = np.lexsort((first, device))
    device, first, rounds = device[order], first[order], rounds[order]
    away, begins = np.unique(device, return_index=True)
    if not len(away):
        return []
    ends = np.append(begins[1:], len(device)) - 1
    at = back[away].astype(np.int64)
    parts = [_part(at, away, first[begins], rounds[begins], waited=True)]
    start, stop = first[begins] + rounds[begins], first[ends] + rounds[ends]
    while (more := start < stop).any():
        at, away, start, stop = at[more], away[more], start[more], stop[more]
        length = np.minimum(MOST_ROUNDS, stop - start)
        parts.append(_part(at, away, start, length, waited=True))
        start = start + length
    return parts


def _storm(population: Population, pace: Pace, storm: Storm) -> list[Part]:
    draws = shares(population.seed, "back from storm", np.arange(population.count))
    back = np.array([after_outage(draw, storm.within_seconds) for draw in draws.tolist()]) * 1000
    earliest = -(storm.batches + 1) * pace.rounds
    everyone = np.arange(population.count)
    return [
        _part(back.astype(np.int64), everyone, np.int64(earliest + number * pace.rounds), pace.rounds, waited=True)
        for number in range(storm.batches)
    ]


def _part(at: Numbers, device: Numbers, first: npt.ArrayLike, rounds: npt.ArrayLike, *, waited: bool) -> Part:
    shape = at.shape
    return (
        at,
        device,
        np.broadcast_to(np.asarray(first, dtype=np.int64), shape),
        np.broadcast_to(np.asarray(rounds, dtype=np.int64), shape),
        np.full(shape, waited),
    )


def _masked(part: Part, mask: npt.NDArray[np.bool_]) -> Part:
    at, device, first, rounds, waited = part
    return at[mask], device[mask], first[mask], rounds[mask], waited[mask]


def _extras(
    population: Population, pace: Pace, scenario: Scenario, batches: tuple[Numbers, Numbers, Numbers, Numbers]
) -> npt.NDArray[np.uint8]:
    at, device, first, rounds = batches
    ended = sealed_ms(population, pace, device, first + rounds - 1) / 60_000
    minutes = rounds * pace.round_ms / 60_000
    local = ended + population.offset_minutes[device] - population.starts[device]
    booted = local // _DAY_MINUTES > (local - minutes) // _DAY_MINUTES
    booted &= shares(population.seed, "boots", device, local // _DAY_MINUTES) < _BOOTS
    a_day = population.crashes[device].copy()
    for driver in scenario.drivers:
        hit = population.model[device] == [model for model, _ in MODELS].index(driver.model)
        a_day[hit & (at >= driver.begins * 60_000)] += driver.crashes_a_day
    crashed = shares(population.seed, "crashes at", device, first) < a_day * minutes / _DAY_MINUTES
    hours = ended + population.starts[device]  # everybody at a minute of its own
    hourly = hours // 60 > (hours - minutes) // 60
    return np.asarray(BOOT * booted + CRASH * crashed + HOURLY * hourly, dtype=np.uint8)
