"""Small fleets at work, and a collector that is played: time passes only where a test says so."""

import gzip
import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import msgspec
import numpy as np

from barometer_collector.simulation.live.arrivals import Pace, plan
from barometer_collector.simulation.live.bodies import Writer
from barometer_collector.simulation.live.driver import Driver
from barometer_collector.simulation.live.exchange import Reply, Requests
from barometer_collector.simulation.live.keys import Keys, enrol
from barometer_collector.simulation.live.population import populate
from barometer_collector.simulation.live.scenario import Scenario

START_MS = 1_795_424_400_000  # Monday 23 November 2026, 9:00 UTC


def writer_of(
    laptops: int = 20, minutes: float = 30, interval: int = 300, seed: int = 1, scenario: Scenario | None = None
) -> Writer:
    """A plan, ready to be written."""
    people, pace = populate(laptops, seed), Pace(START_MS, minutes * 60, interval)
    return Writer(people, pace, plan(people, pace, scenario or Scenario()))


def keys_of(laptops: int) -> Keys:
    return np.array([b"%016x.secret" % number for number in range(laptops)])


def receipt(batch: str, pause_ms: int = 0) -> Reply:
    body = {"batch": batch, "accepted": 26, "quarantined": 0, "config": "1", "pause_ms": pause_ms}
    return Reply(202, None, msgspec.json.encode(body), closes=False)


def refusal(status: int, retry_after: float | None = None) -> Reply:
    return Reply(status, retry_after, b"", closes=False)


@dataclass
class Played:
    """A collector that answers as ``answer(now, key, number)`` says: how long that takes, and what; and the time."""

    answer: Callable[[float, str, int], tuple[float, int | None, float]]
    now: float = 100.0
    asked: list[tuple[float, str, bytes]] = field(default_factory=list)
    looked: int = 0
    closed: bool = False
    _due: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Time passes, and what was on its way arrives."""
        until = self.now + seconds
        while self._due and self._due[0][0] <= until:
            self.now, _, hear = heapq.heappop(self._due)
            hear()
        self.now = until

    def send(self, request: bytes, heard: Callable[[Reply | None], None]) -> None:
        key = request.partition(b"Bearer ")[2].partition(b".")[0].decode()
        seconds, status, more = self.answer(self.now - 100.0, key, len(self.asked))
        self.asked.append((self.now - 100.0, key, request))
        reply = self._reply(request, status, more)
        heapq.heappush(self._due, (self.now + seconds, len(self.asked), lambda: heard(reply)))

    def look(self) -> None:
        self.looked += 1

    async def close(self) -> None:
        self.closed = True

    def _reply(self, request: bytes, status: int | None, more: float) -> Reply | None:
        if status is None:
            return None
        if status != 202:
            return refusal(status, more or None)
        return receipt(name_in(request), int(more))


def name_in(request: bytes) -> str:
    """The id of the batch in a request."""
    return str(body_of(request)["id"])


def body_of(request: bytes) -> dict[str, object]:
    """The batch in a request."""
    found: dict[str, object] = msgspec.json.decode(gzip.decompress(request.partition(b"\r\n\r\n")[2]))
    return found


def driver_of(writer: Writer, played: Played, speed: float = 1.0) -> Driver:
    """Plays ``writer`` against ``played``, in its time."""
    keys = keys_of(writer.population.count)
    requests = Requests("collector.test")
    return Driver(writer, requests, played, keys, speed=speed, clock=played.clock, sleep=played.sleep)


def live_fleet(
    url: str, token: str, laptops: int, minutes: float, scenario: Scenario | None = None
) -> tuple[Writer, Keys]:
    """A fleet that is enrolled in the collector at ``url``, whose time ends about now."""
    people = populate(laptops, 1)
    with httpx.Client(base_url=url, trust_env=False) as client:
        keys = enrol(client, people, lambda _team: token)
    pace = Pace(int(time.time() - minutes * 60) * 1000, minutes * 60, 300)
    return Writer(people, pace, plan(people, pace, scenario or Scenario())), keys
