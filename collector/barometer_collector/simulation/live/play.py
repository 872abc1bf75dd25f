"""One run of a fleet at work: plays its plan, looks on meanwhile, and holds what the collector has against it."""

import asyncio
import time
from dataclasses import dataclass, field, replace

import numpy as np

from barometer_collector.simulation.live.asking import Collector, client_of
from barometer_collector.simulation.live.audit import Audit, audit
from barometer_collector.simulation.live.bodies import Writer
from barometer_collector.simulation.live.connections import Connections, read_address
from barometer_collector.simulation.live.driver import Driver
from barometer_collector.simulation.live.exchange import Requests
from barometer_collector.simulation.live.keys import Keys
from barometer_collector.simulation.live.outcome import Outcome
from barometer_collector.simulation.live.watch import Seen, Upcoming, Watch, settle

_SETTLES_SECONDS = 600.0


@dataclass(frozen=True)
class Way:
    """How to reach the collector. ``api_token`` "" asks it nothing; ``each_new`` opens a connection for each batch."""

    server: str
    api_token: str = ""
    connections: int = 2_000
    each_new: bool = False


@dataclass(frozen=True)
class Played:
    """What a run gave. ``seconds`` and ``cpu_seconds`` are the generator's own; ``settled`` is how long the roll-up
    took after the end, None where it was not done, and ``audit`` is None where nobody asked."""

    outcome: Outcome
    began: float  # seconds since 1970
    seconds: float
    cpu_seconds: float
    opened: int
    seen: Seen = field(default_factory=Seen)
    settled: float | None = None
    audit: Audit | None = None


def play(writer: Writer, keys: Keys, way: Way, speed: float, seconds: float) -> Played:
    """Play the plan of ``writer``; what is not handed in after ``seconds`` stays. Raises AskingError."""
    if not way.api_token:
        return asyncio.run(_drive(writer, keys, way, speed, seconds, None))[0]
    with client_of(way.server, way.api_token) as client:
        collector = Collector(client)
        collector.state()
        played, seen = asyncio.run(_drive(writer, keys, way, speed, seconds, collector))
        settled = settle(collector, _SETTLES_SECONDS)
        found = audit(writer, played.outcome, keys, collector.devices(), collector.batches)
    return replace(played, seen=seen, settled=settled, audit=found)


async def _drive(
    writer: Writer, keys: Keys, way: Way, speed: float, seconds: float, collector: Collector | None
) -> tuple[Played, Seen]:
    address = read_address(way.server)
    connections = Connections(address, way.connections, each_new=way.each_new)
    driver = Driver(writer, Requests(address.authority, address.prefix), connections, keys, speed=speed)
    watch = None if collector is None else Watch(collector, _upcoming(driver, keys), lambda: driver.now)
    began, begun, cpu = time.time(), time.perf_counter(), time.process_time()
    if watch is not None:
        watch.start()
    try:
        outcome = await driver.run(seconds)
    finally:
        seen = Seen() if watch is None else await asyncio.to_thread(watch.stop)
    played = Played(outcome, began, time.perf_counter() - begun, time.process_time() - cpu, connections.opened)
    return played, seen


def _upcoming(driver: Driver, keys: Keys) -> Upcoming:
    outcome = driver.outcome

    def choose(moment: float) -> tuple[int, str] | None:
        batch = int(np.searchsorted(outcome.due, moment))
        if batch >= len(outcome.due):
            return None
        return batch, bytes(keys[driver.device(batch)])[:16].decode()

    def heard(batch: int) -> float | None:
        moment = float(outcome.heard[batch])
        return None if np.isnan(moment) else moment

    return Upcoming(choose, heard)
