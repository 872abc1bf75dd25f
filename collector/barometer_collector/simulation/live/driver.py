"""Plays a plan against a collector: every batch leaves when it is due, whatever the collector does with the others."""

import asyncio
import heapq
import time
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from random import Random
from typing import Protocol

import numpy as np
import numpy.typing as npt

from barometer_collector.simulation.live import waits
from barometer_collector.simulation.live.bodies import Writer
from barometer_collector.simulation.live.connections import Heard
from barometer_collector.simulation.live.exchange import Reply, Requests, pause_of
from barometer_collector.simulation.live.outcome import Outcome, State

_TICK = 0.002
_LOOK = 0.5
_WRITTEN = 64  # bodies at once: fewer cost more each, and while more are written no reply is heard
_GATHER = 0.02  # what follows on an acknowledgement waits this long for others, to be written together
_LATER = frozenset({404, 405, 407, 408, 421, 425, 429}) | frozenset(range(500, 600))
_UNKNOWN = frozenset({401, 403})


class Ways(Protocol):
    """How requests reach a collector; ``connections`` has the real ones."""

    def send(self, request: bytes, heard: Heard) -> None:
        """Send ``request``; ``heard`` is called once, with the reply or with None."""

    def look(self) -> None:
        """Called now and then."""

    async def close(self) -> None:
        """Nothing more comes."""


Written = tuple[str, bytes]  # the id of a batch, and its body
Wait = tuple[float, int, Written | None]


class Driver:
    """One run of the plan in ``writer``. ``keys[d]`` is ``DEVICE_ID.SECRET`` of the laptop with place ``d``.

    A laptop sends one batch at a time and follows the agents' rules of waiting; those do not shrink with ``speed``.
    After ``seconds`` of real time nothing more is sent. ``draws`` decides about waits alone.
    """

    def __init__(
        self,
        writer: Writer,
        requests: Requests,
        connections: Ways,
        keys: npt.NDArray[np.bytes_],
        *,
        speed: float = 1.0,
        draws: Random | None = None,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._writer, self._requests, self._connections, self._keys = writer, requests, connections, keys
        self._clock, self._sleep = clock, sleep
        self._draw = (draws or Random(writer.population.seed)).random  # noqa: S311 - a play, no secret
        self._devices = writer.arrivals.device
        self._waiting: dict[int, deque[int]] = {}  # of laptops that are at it with another batch
        self._busy = bytearray(writer.population.count)
        self._pressing = np.zeros(writer.population.count, dtype=np.int16)
        self._ready: deque[int] = deque()
        self._gathered = 0.0
        self._written: dict[int, Written] = {}
        self._written_until = 0
        self._later: list[Wait] = []
        self._open = len(writer.arrivals)
        self._next = 0
        self._began = 0.0
        self.outcome = Outcome.of(writer.arrivals, speed)

    @property
    def now(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._began

    @property
    def done(self) -> bool:
        """Whether every batch was acknowledged or refused."""
        return not self._open

    def device(self, batch: int) -> int:
        """Whose batch that is, by its place."""
        return int(self._devices[batch])

    async def run(self, seconds: float) -> Outcome:
        """Play until all is handed in or the time is over."""
        self._began = self._clock()
        looked = 0.0
        while not self.done and (now := self.now) < seconds:
            self._let_go(now)
            self._send_ready(now)
            self._write_ahead(now)
            if now - looked > _LOOK:
                looked = now
                self._connections.look()
            await self._sleep(self._rest())
        await self._connections.close()
        return self.outcome

    def _rest(self) -> float:
        """Until the next thing is due; never so long that what follows on a reply would wait for it."""
        moments = [self._gathered + _GATHER if self._ready else np.inf]
        if self._next < len(self._devices):
            moments.append(float(self.outcome.due[self._next]))
        if self._later:
            moments.append(self._later[0][0])
        return min(_GATHER, max(_TICK, min(moments) - self.now))

    def _let_go(self, now: float) -> None:
        """Whatever is due by now leaves, or waits for its laptop."""
        due = int(np.searchsorted(self.outcome.due, now, side="right"))
        for batch in range(self._next, due):
            written = self._written.pop(batch, None)
            device = self.device(batch)
            if self._busy[device]:
                self._waiting.setdefault(device, deque()).append(batch)
                continue
            self._busy[device] = 1
            if written is None:
                self._ready.append(batch)
            else:
                self._post(batch, written)
        self._next = due
        while self._later and self._later[0][0] <= now:
            _, batch, written = heapq.heappop(self._later)
            if written is None:
                self._ready.append(batch)
            else:
                self._post(batch, written)

    def _send_ready(self, now: float) -> None:
        if len(self._ready) < _WRITTEN and now - self._gathered < _GATHER:
            return
        self._gathered = now
        chosen = [self._ready.popleft() for _ in range(min(_WRITTEN, len(self._ready)))]
        for batch, written in zip(chosen, self._bodies(chosen), strict=True):
            self._post(batch, written)

    def _write_ahead(self, now: float) -> None:
        """The bodies that are due next, many at once, so that each leaves at its moment."""
        begin = max(self._written_until, self._next)
        if begin - self._next >= _WRITTEN or begin >= len(self._devices) or self.outcome.due[begin] > now + 1:
            return
        self._written_until = min(begin + _WRITTEN, len(self._devices))
        devices = self._devices[begin : self._written_until]
        firsts = np.sort(np.unique(devices, return_index=True)[1]) + begin
        chosen = [batch for batch in firsts.tolist() if not self._busy[self._devices[batch]]]
        self._written.update(zip(chosen, self._bodies(chosen), strict=True))

    def _bodies(self, chosen: list[int]) -> list[Written]:
        return self._writer.bodies(np.array(chosen)) if chosen else []

    def _post(self, batch: int, written: Written) -> None:
        outcome = self.outcome
        if not outcome.tries[batch]:
            outcome.sent[batch] = self.now
            outcome.state[batch] = State.UNSURE
        outcome.tries[batch] += 1
        request = self._requests.batch(self._keys[self._devices[batch]], written[1], time.time_ns() // 1_000_000)
        self._connections.send(request, partial(self._heard, batch, written))

    def _heard(self, batch: int, written: Written, reply: Reply | None) -> None:
        device = self.device(batch)
        if reply is None:
            self.outcome.unheard += 1
            self._again(batch, written, device, None)
            return
        self.outcome.statuses[reply.status] += 1
        pause = pause_of(reply, written[0])
        if pause is not None:
            self._acknowledged(batch, device, pause)
        elif reply.status in _UNKNOWN:
            self._put(self.now + waits.REVOKED_SECONDS, batch, written)
        elif reply.status in _LATER or reply.status < 400:
            self._again(batch, written, device, reply.retry_after)
        else:
            self.outcome.state[batch] = State.REFUSED
            self._open -= 1
            self._follow(device, 0.0)

    def _acknowledged(self, batch: int, device: int, pause: float) -> None:
        self.outcome.state[batch] = State.ACKNOWLEDGED
        self.outcome.heard[batch] = self.now
        self._open -= 1
        if not pause:
            self._pressing[device] = 0
        self._follow(device, pause)

    def _follow(self, device: int, pause: float) -> None:
        """The next batch of a laptop, after the pause that it was asked for."""
        kept = self._waiting.get(device)
        if not kept:
            self._busy[device] = 0
            return
        batch = kept.popleft()
        if not kept:
            del self._waiting[device]
        if pause:
            self.outcome.pauses += 1
            self._put(self.now + waits.between_batches(pause, self._draw()), batch, None)
        else:
            self._ready.append(batch)

    def _again(self, batch: int, written: Written, device: int, asked: float | None) -> None:
        self._pressing[device] += 1
        wait = waits.after_failure(int(self._pressing[device]), asked, self._draw())
        self._put(self.now + wait, batch, written)

    def _put(self, at: float, batch: int, written: Written | None) -> None:
        heapq.heappush(self._later, (at, batch, written))
