"""The real life of a spool, as its service and its collector lead it; everything is told before and after."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import msgspec

from barometer_agent.clock import Moment
from barometer_agent.spool import SealedBatch, Spool, SpoolError
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_shared.questions import Answer, FacesAnswer
from barometer_shared.samples import AgentFacts, Sample

START = Moment(1_790_000_000_000, 120, "boot-1", 60_000)
FACTS = AgentFacts("0.1.0", "linux", "Debian")
# Two that are read from a cursor, and come again when they could not be written, and one that is measured once.
GAUGE, EVENT, ONCE = "tcp_connect_us", "app_crash", "pressure_permille"


class Told(msgspec.Struct, array_like=True):
    """One line of the pipe: an act begins, is done or failed; or the collector received a batch."""

    what: str
    metric: str = ""
    first: int = 0
    count: int = 0
    batch: str = ""
    body: bytes = b""


@dataclass(frozen=True)
class Script:
    """What happens in a life, and on how small a disk."""

    seed: int
    acts: int = 40
    quota_bytes: int = 1 << 20
    refusals: bool = True


class Life:
    """Lived once, until it is killed or all acts are done."""

    def __init__(self, folder: Path, script: Script, pipe: int) -> None:
        self._folder = folder
        self._script = script
        self._pipe = pipe
        self._random = Random(script.seed)
        self._now = START
        self._received: set[str] = set()
        self._once = 0
        self._answers = 0
        self._refused: set[str] = set()
        self._spool = self._open()

    def live(self) -> None:
        """Every act is tried; what the disk refuses is told and not tried again."""
        acts: list[tuple[Callable[[], None], int]] = [
            (self._measure, 30), (self._crash, 10), (self._measure_once, 10), (self._answer, 8), (self._send, 28),
            (self._send_answers, 3), (self._remember, 4), (self._reopen, 4), (self._tidy, 3),
        ]  # fmt: skip
        chosen = self._random.choices([act for act, _ in acts], [weight for _, weight in acts], k=self._script.acts)
        for act in chosen:
            self._now = replace(
                self._now, utc_ms=self._now.utc_ms + 60_000, monotonic_ms=self._now.monotonic_ms + 60_000
            )
            try:
                act()
            except SpoolError:
                self._tell(Told("failed"))
        self._spool.close()
        self._tell(Told("ended"))

    def _open(self) -> Spool:
        for _ in range(200):
            try:
                return Spool(self._folder, self._script.quota_bytes, self._now)
            except SpoolError:
                self._tell(Told("failed"))
        raise AssertionError("the spool never opened again")

    def _measure(self) -> None:
        self._add(GAUGE, self._random.randint(1, 9))

    def _crash(self) -> None:
        self._add(EVENT, self._random.randint(1, 2))

    def _add(self, metric: str, count: int) -> None:
        first = int(self._spool.cursor(metric) or 0)
        self._tell(Told("adds", metric, first, count))
        self._spool.add(metric, samples(metric, first, count), str(first + count), self._now)
        self._tell(Told("added", metric, first, count))

    def _measure_once(self) -> None:
        count = self._random.randint(1, 5)
        first, self._once = self._once, self._once + count
        self._tell(Told("adds", ONCE, first, count))
        self._spool.add(ONCE, samples(ONCE, first, count), None, self._now)
        self._tell(Told("added", ONCE, first, count))

    def _answer(self) -> None:
        number, self._answers = self._answers, self._answers + 1
        answer = Answer(f"{number:032x}", f"pulse-{number}", FacesAnswer(4), self._now.utc_ms, "anna")
        self._tell(Told("answers", first=number))
        self._spool.answer(answer, self._now)
        self._tell(Told("answered", first=number))

    def _send(self) -> None:
        for _ in range(self._random.randint(1, 3)):
            batch = self._spool.next_batch(FACTS, self._now, None)
            if batch is None:
                return
            chance = self._random.random()
            if chance < 0.15 and (batch.samples + batch.answers > 1 or self._may_be_refused(batch)):
                self._spool.halve(batch, self._now)
            elif chance < 0.25 and self._may_be_refused(batch):
                self._spool.set_aside(batch.id, "422", self._now)
            else:
                self._deliver(batch, acknowledged=chance < 0.9)

    def _may_be_refused(self, batch: SealedBatch) -> bool:
        """Also what arrived without our hearing so, but for mere news, which would be told once more.

        No answer twice: that would cost it.
        """
        again = is_news(batch) and is_known(batch, self._received)
        answers = {answer.id for answer in batch.decoded().answers}
        if not self._script.refusals or again or answers & self._refused:
            return False
        self._refused |= answers
        return True

    def _send_answers(self) -> None:
        batch = self._spool.next_answers(FACTS, self._now, None)
        if batch is not None:
            self._deliver(batch, acknowledged=True)

    def _deliver(self, batch: SealedBatch, *, acknowledged: bool) -> None:
        self._received.add(batch.id)
        self._tell(Told("received", batch=batch.id, body=batch.body))
        if acknowledged:
            self._spool.acknowledge(batch.id, self._now)

    def _remember(self) -> None:
        self._spool.remember("config", "c" * self._random.choice((10, 9000)))
        self._spool.shown("bert", Shown("other", self._now.utc_ms, Outcome.NOT_NOW))

    def _reopen(self) -> None:
        self._spool.close()
        self._spool = self._open()

    def _tidy(self) -> None:
        self._spool.tidy(self._now)

    def _tell(self, told: Told) -> None:
        os.write(self._pipe, msgspec.json.encode(told) + b"\n")


def is_news(batch: SealedBatch) -> bool:
    """Whether it holds neither samples nor answers."""
    return not batch.samples and not batch.answers


def is_known(batch: SealedBatch, ledger: set[str]) -> bool:
    """Whether it, or a batch that it is a part of, is in ``ledger``."""
    content = batch.decoded()
    return bool({content.id, content.parent, *content.ancestors} & ledger)


def samples(metric: str, first: int, count: int) -> list[Sample]:
    subject = "editor" if metric == EVENT else ""
    return [Sample(metric, number, START.utc_ms, subject) for number in range(first, first + count)]
