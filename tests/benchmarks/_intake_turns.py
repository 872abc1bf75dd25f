"""Turns of some seconds, one contestant at a time while the others are stopped, in an order that changes each round."""

import math
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple, Protocol

import psutil
from _intake_core import OTHER_CORE, busy, on_core
from _intake_load import WARMING_SECONDS, Driven, drive
from _intake_samples import DEVICES, SAMPLES, Request
from _intake_supply import Supply

_FIRST_ROOM, _ROOM = 2.5, 1.5  # times as many requests as the last turn needed
_FEWEST = 500
_QUIET = 0.1  # of a core: fsync is done by the kernel, and counts as others


class Plan(NamedTuple):
    """How the turns are taken: that many rounds of ``seconds`` over that many connections."""

    rounds: int
    seconds: float
    connections: int


class Turn(NamedTuple):
    """What one contestant did in one turn: samples a second, and how its cores were used (shares, 0 to 1)."""

    samples_per_second: float
    server: float = 0.0
    others: float = 0.0  # of the server's core, by anybody else (and by the kernel for it)
    generator: float = 0.0
    beside: float = 0.0  # of the generator's core, by anybody else
    median_ms: float = 0.0
    p99_ms: float = 0.0

    @property
    def samples_per_cpu_second(self) -> float:
        """Of the server's own processes: what other work on its core takes away does not count."""
        return self.samples_per_second / self.server if self.server else 0.0


class Contestant(Protocol):
    """Somebody whose turns are compared. ``faults`` says what went wrong, as sentences."""

    name: str

    def warm(self, plan: Plan) -> None: ...
    def turn(self, plan: Plan) -> Turn: ...
    def faults(self) -> list[str]: ...


class Server(Protocol):
    """A server on the measured core, stopped between its turns."""

    name: str
    port: int
    wanted: int
    request: Request

    def processes(self) -> list[psutil.Process]: ...
    def resume(self) -> None: ...
    def pause(self) -> None: ...
    def stored(self) -> int: ...
    def said(self) -> str: ...


@dataclass
class Served:
    """A server under load. What it acknowledged is held against what it has, asked afterwards."""

    server: Server
    supply: Supply
    rate: float = 0.0  # requests a second, of the last turn
    room: float = _FIRST_ROOM
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.server.name

    def warm(self, plan: Plan) -> None:
        """One batch of each laptop, as far as five seconds go, so that its turns meet laptops that it knows."""
        with _resumed(self.server):
            driven = drive(self.server.port, self.supply.take(DEVICES), plan.connections, 5.0, self.server.wanted, 0.0)
        self._count(driven)
        self.rate = driven.rate

    def turn(self, plan: Plan) -> Turn:
        needed = (plan.seconds + WARMING_SECONDS) * self.rate * self.room
        requests = self.supply.take(max(_FEWEST, math.ceil(needed)))
        with _resumed(self.server):
            before = busy(self.server.processes())
            driven = drive(self.server.port, requests, plan.connections, plan.seconds, self.server.wanted)
            after = busy(self.server.processes())
        self._count(driven)
        self.rate, self.room = driven.rate, _ROOM
        seconds = after.at - before.at
        server = (after.server - before.server) / seconds
        generator = driven.own_seconds / driven.seconds if driven.seconds else 0.0
        waits = sorted(driven.waits) or [0.0]
        return Turn(
            driven.rate * SAMPLES,
            server,
            max(0.0, (after.server_core - before.server_core) / seconds - server),
            generator,
            max(0.0, (after.other_core - before.other_core) / seconds - generator),
            median(waits) * 1000,
            waits[math.ceil(len(waits) * 0.99) - 1] * 1000,
        )

    def faults(self) -> list[str]:
        with _resumed(self.server):
            stored = self.server.stored()
        acknowledged = self.acknowledged * SAMPLES
        print(f"  {self.name}: {acknowledged:,} samples acknowledged, {stored:,} stored{self.server.said()}")
        lost = (
            []
            if stored == acknowledged
            else [f"{self.name} stores {stored:,} of {acknowledged:,} acknowledged samples"]
        )
        return [*self.wrong, *lost]

    def _count(self, driven: Driven) -> None:
        self.acknowledged += driven.answers[self.server.wanted]
        other = {status: number for status, number in driven.answers.items() if status != self.server.wanted}
        if other or driven.broken:
            self.wrong.append(f"{self.name} answered {other} besides, and {driven.broken} not at all")


def rounds(contestants: Sequence[Contestant], plan: Plan) -> dict[str, list[Turn]]:
    """The turns of each by its name, after one of each that does not count."""
    on_core(OTHER_CORE)
    taken: dict[str, list[Turn]] = {each.name: [] for each in contestants}
    for each in contestants:
        each.warm(plan)
    for number in range(plan.rounds):
        print(f"round {number + 1} of {plan.rounds}, load {os.getloadavg()[0]:.1f}")
        for each in _ordered(contestants, number):
            os.sync()  # what the one before left to be written is not this one's burden
            turn = each.turn(plan)
            taken[each.name].append(turn)
            print(f"  {_line(each.name, turn)}", flush=True)
    return taken


def shared(taken: Iterable[Sequence[Turn]]) -> str:
    """A sentence about whoever else used the measured core; empty where it was as good as alone."""
    others = median([turn.others for turns in taken for turn in turns if turn.server] or [0.0])
    if others < _QUIET:
        return ""
    return f"not a quiet machine: others had {others:.0%} of the measured core; a second of CPU time says more then"


def _ordered(contestants: Sequence[Contestant], number: int) -> Iterable[Contestant]:
    shift = number % len(contestants)
    return [*contestants[shift:], *contestants[:shift]]


def _line(name: str, turn: Turn) -> str:
    told = f"{name:24} {turn.samples_per_second / SAMPLES:8,.0f} batches/s"
    if not turn.server:
        return told
    return (
        f"{told}  server {turn.server:4.0%} others {turn.others:4.0%} | generator {turn.generator:4.0%}"
        f" others {turn.beside:4.0%} | median {turn.median_ms:.1f} ms p99 {turn.p99_ms:.1f} ms"
        f" | {turn.samples_per_cpu_second / SAMPLES:,.0f} a CPU second"
    )


@contextmanager
def _resumed(server: Server) -> Iterator[None]:
    server.resume()
    try:
        yield
    finally:
        server.pause()
