"""The agent and its peer over the same turns of five minutes, at the same interval; what both took as rows.

Whatever else the machine does falls on both, so that the ratio of the medians says more than either of them.
"""

import time
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple, Protocol

import _agent_peer
from _agent_peer import Peer
from _agent_table import Row, at_most

INTERVAL_SECONDS = 60  # of the samplers that run most often, and so of the scrapes
TURNS = 3
TURN_SECONDS = 300.0  # after which every sampler of a working day, and the sending, had its turn
SETTLING_SECONDS = 120.0


class Side(Protocol):
    """One of the two: its memory in KiB, and the processor time that it took so far with all that it started."""

    def pss_kib(self) -> int: ...
    def cpu_seconds(self) -> float: ...


class Taken(NamedTuple):
    """What one side took in a turn: memory at its end, and the share of a core."""

    pss_kib: float
    cpu_share: float


def settle(asked: Sequence[Peer]) -> None:
    """Let what comes once at the start be over."""
    _scraped(asked, SETTLING_SECONDS)


def turns(sides: Sequence[Side], asked: Sequence[Peer]) -> list[Taken]:
    """What each side took, the medians of all turns, while the peers are asked at each interval."""
    taken = [_turn(sides, asked) for _ in range(TURNS)]
    return [Taken(*(median(each) for each in zip(*side, strict=True))) for side in zip(*taken, strict=True)]


def rows(own: Taken, other: Taken) -> Iterator[Row]:
    """What the agent took beside its peer, with what that must be."""
    yield Row("PSS of the service", f"{own.pss_kib / 1024:.1f} MiB")
    yield Row(f"PSS of {_agent_peer.NAME}", f"{other.pss_kib / 1024:.1f} MiB")
    yield at_most("PSS, ratio", own.pss_kib / other.pss_kib, "x", 1.8)
    yield at_most("CPU of a core", own.cpu_share * 100, " %", 0.15)
    yield Row(f"CPU of {_agent_peer.NAME}", f"{other.cpu_share * 100:.4f} %")
    yield at_most("CPU, ratio", own.cpu_share / other.cpu_share, "x", 0.5)


def _turn(sides: Sequence[Side], asked: Sequence[Peer]) -> list[Taken]:
    before, started = [side.cpu_seconds() for side in sides], time.perf_counter()
    _scraped(asked, TURN_SECONDS)
    elapsed = time.perf_counter() - started
    shares = [(side.cpu_seconds() - spent) / elapsed for side, spent in zip(sides, before, strict=True)]
    found = [Taken(side.pss_kib(), share) for side, share in zip(sides, shares, strict=True)]
    print("  ".join(f"{one.pss_kib / 1024:.1f} MiB {one.cpu_share * 100:.4f} %" for one in found), flush=True)
    return found


def _scraped(asked: Sequence[Peer], seconds: float) -> None:
    """Let time pass with a scrape of each at each interval, apart, so that none finds warm what another just used."""
    for _ in range(round(seconds / INTERVAL_SECONDS)):
        for one in asked:
            one.scrape()
            time.sleep(INTERVAL_SECONDS / len(asked))
