"""Laptops that send without end, keep what was not acknowledged and send it again, the same bytes; and what came of it.

Every sample has a value of its own, so that each can be looked for afterwards.
"""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx
import msgspec
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_shared.protocol import BATCHES_PATH
from tests.collector.laptops import Laptop, batch, sample

SAMPLES = 5
TO_COME_AGAIN = frozenset({429, 503})
_PAUSE_SECONDS = 0.02


class Sent(NamedTuple):
    laptop: Laptop
    body: bytes
    values: frozenset[int]


class Found(NamedTuple):
    """What of the acknowledged samples is missing in the database, what is in it twice, and what nobody sent."""

    acknowledged: int
    missing: int
    twice: int
    unknown: int


class Load:
    """A thread for each laptop. ``addresses`` are where collectors are now, and may be changed while they send."""

    def __init__(self, laptops: Sequence[Laptop], addresses: list[str]) -> None:
        self.laptops, self.addresses = laptops, addresses
        self.statuses: Counter[int] = Counter()
        self.cut = 0  # requests without an answer
        self.faults: list[str] = []
        self._numbers = itertools.count()
        self._acknowledged: set[int] = set()
        self._sent: set[int] = set()
        self._left: list[Sent] = []
        self._stop = threading.Event()
        self._lock = threading.Lock()

    @property
    def acknowledged(self) -> int:
        """How many samples were acknowledged so far."""
        return len(self._acknowledged)

    def more(self, samples: int, seconds: float = 60) -> None:
        """Wait until so many more are acknowledged. AssertionError when they are not in time."""
        until, end = self.acknowledged + samples, time.monotonic() + seconds
        while self.acknowledged < until:
            assert time.monotonic() < end, f"{self.acknowledged} of {until}; {self.statuses}, {self.cut} cut"
            assert not self.faults, self.faults
            time.sleep(0.005)

    @contextmanager
    def sending(self) -> Iterator["Load"]:
        """While this lasts they send; at its end what was not acknowledged is kept for ``drain``."""
        self._stop.clear()
        threads = [threading.Thread(target=self._work, args=(laptop,), daemon=True) for laptop in self.laptops]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def drain(self, seconds: float = 60) -> None:
        """Send what is left until all of it is acknowledged."""
        end = time.monotonic() + seconds
        for sent in self._left:
            with httpx.Client(trust_env=False, timeout=20) as client:
                while not self._is_taken(client, sent):
                    assert time.monotonic() < end, f"not taken: {self.statuses}"
                    time.sleep(_PAUSE_SECONDS)
        self._left.clear()

    def found(self, database: Database) -> Found:
        """All that was acknowledged, looked for."""
        with database.reading() as session:
            rows = session.connection().execute(text("SELECT device_id, value FROM sample"))
            mine = {laptop.device_id for laptop in self.laptops}
            stored = Counter(value for device, value in rows if device in mine)
        return Found(
            self.acknowledged,
            len(self._acknowledged - set(stored)),
            stored.total() - len(stored),
            len(set(stored) - self._sent),
        )

    def _work(self, laptop: Laptop) -> None:
        turns = itertools.count(laptop.device_id)
        client, address, waiting = httpx.Client(trust_env=False, timeout=20), "", None
        while not self._stop.is_set():
            if address not in self.addresses or next(turns) % 7 == 0:
                client.close()
                address = self.addresses[next(turns) % len(self.addresses)]
                client = httpx.Client(trust_env=False, timeout=20)
            waiting = waiting or self._fresh(laptop)
            if self._is_taken(client, waiting, address):
                waiting = None
            else:
                self._stop.wait(_PAUSE_SECONDS)
        client.close()
        if waiting:
            self._left.append(waiting)

    def _fresh(self, laptop: Laptop) -> Sent:
        values = [next(self._numbers) for _ in range(SAMPLES)]
        now = int(time.time() * 1000)
        month = time.strftime("%Y-%m", time.gmtime(now / 1000))
        samples = [sample("tcp_connect_us", value, now, subject="x") for value in values]
        sealed: dict[str, Any] = batch(*samples, month=month, sealed_at=now)
        with self._lock:
            self._sent.update(values)
        return Sent(laptop, msgspec.json.encode(sealed), frozenset(values))

    def _is_taken(self, client: httpx.Client, sent: Sent, address: str = "") -> bool:
        try:
            url = (address or self.addresses[0]) + BATCHES_PATH
            answer = client.post(url, content=sent.body, headers=sent.laptop.headers)
        except httpx.TransportError:
            self.cut += 1
            return False
        with self._lock:
            self.statuses[answer.status_code] += 1
            if answer.status_code == 202:
                self._acknowledged.update(sent.values)
        if answer.status_code == 202:
            return True
        if answer.status_code not in TO_COME_AGAIN:
            self.faults.append(f"{answer.status_code} {answer.text}")
        return False
