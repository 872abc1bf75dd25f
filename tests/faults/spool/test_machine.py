"""The spool against a simple model, in any order of what can happen to it."""

import shutil
import sqlite3
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec import json

from barometer_agent.clock import Moment
from barometer_agent.spool import SealedBatch, Spool, intake
from barometer_agent.spool.sealing import Row
from barometer_shared.protocol import SPOOL_DAYS
from barometer_shared.questions import Answer, FacesAnswer
from barometer_shared.samples import Batch, Gap, GapKind, Sample
from tests.faults.spool.books import Collector
from tests.faults.spool.disk import MEMORY
from tests.faults.spool.life import EVENT, FACTS, GAUGE, START, is_known, is_news

DAY_MS = 86_400_000
JUMPS = st.sampled_from([60_000, 3_600_000, -3_600_000, 64 * 3_600_000, -20 * 365 * DAY_MS, 30 * 365 * DAY_MS])


class SpoolMachine(RuleBasedStateMachine):
    """Every sample waits, is on its way, arrived or was counted as dropped, and only one of these; answers arrive."""

    @initialize(quota=st.sampled_from([700, 2_500, 1 << 20]))
    def open(self, quota: int) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="baro", dir=MEMORY))
        self._quota = quota
        self._now = START
        self._added: Counter[str] = Counter()
        self._answers: set[str] = set()
        self._refused: set[str] = set()  # once
        self._lost: set[str] = set()  # refused twice
        self._collector = Collector()
        self._spool = Spool(self._folder, quota, self._now)

    def teardown(self) -> None:
        if hasattr(self, "_spool"):
            self._spool.close()
            shutil.rmtree(self._folder)

    @rule(metric=st.sampled_from([GAUGE, EVENT]), count=st.integers(1, 30))
    def add(self, metric: str, count: int) -> None:
        first = self._added[metric]
        numbers = range(first, first + count)
        samples = [Sample(metric, number, max(0, self._now.utc_ms), "editor") for number in numbers]
        before = self._spool._read(intake.dropped)
        self._spool.add(metric, samples, str(first + count), self._now)
        self._added[metric] += count
        gauges_wait = any(json.decode(row.body)["metric"] == GAUGE for row in self._spool._read(_rows))
        assert self._spool.health().waiting_bytes <= self._quota or self._spool.health().samples == 0
        assert not gauges_wait or self._spool._read(intake.dropped).get(EVENT, 0) == before.get(EVENT, 0)

    @rule()
    def answer(self) -> None:
        name = f"{len(self._answers):032x}"
        self._spool.answer(Answer(name, f"pulse-{name}", FacesAnswer(4), max(0, self._now.utc_ms), "anna"), self._now)
        self._answers.add(name)

    @rule(metric=st.sampled_from([GAUGE, EVENT]))
    def nothing_is_measured(self, metric: str) -> None:
        self._spool.set_gaps([Gap(metric, GapKind.NO_DATA, {"en": "nothing", "nl": "niets"})])

    @rule(jump=JUMPS, another_boot=st.booleans(), offset=st.sampled_from([0, 60, 120]))
    def time_passes(self, jump: int, another_boot: bool, offset: int) -> None:
        boot = f"{self._now.boot_id}+" if another_boot and len(self._now.boot_id) < 20 else self._now.boot_id
        self._now = Moment(max(0, self._now.utc_ms + jump), offset, boot, self._now.monotonic_ms + 60_000)

    @rule()
    def restart(self) -> None:
        self._spool.close()
        self._spool = Spool(self._folder, self._quota, self._now)

    @rule()
    def kill(self) -> None:
        """What the disk holds at this moment is all that the next service has."""
        left = Path(tempfile.mkdtemp(prefix="baro", dir=MEMORY))
        shutil.copytree(self._folder, left, dirs_exist_ok=True)
        self._spool.close()
        shutil.rmtree(self._folder)
        self._folder = left
        self._spool = Spool(left, self._quota, self._now)

    @rule(acknowledgement_is_lost=st.booleans(), answers_alone=st.booleans())
    def send(self, acknowledgement_is_lost: bool, answers_alone: bool) -> None:
        batch = self._next(answers_alone=answers_alone)
        if batch is not None:
            self._collector.take(batch.decoded())
            if not acknowledgement_is_lost:
                self._spool.acknowledge(batch.id, self._now)

    @rule()
    def too_large(self) -> None:
        batch = self._next()
        if batch is not None and batch.samples + batch.answers > 1:
            self._spool.halve(batch, self._now)

    @rule()
    def refused(self) -> None:
        batch = self._next()
        if batch is not None and not (is_news(batch) and is_known(batch, self._collector.ledger)):
            answers = {answer.id for answer in batch.decoded().answers}
            self._lost |= answers & self._refused
            self._refused |= answers
            self._spool.set_aside(batch.id, "422", self._now)

    @rule()
    def a_month_passes(self) -> None:
        self._now = replace(self._now, utc_ms=START.utc_ms + 40 * 365 * DAY_MS, boot_id="later")
        self._spool.tidy(replace(self._now, utc_ms=self._now.utc_ms + (SPOOL_DAYS + 1) * DAY_MS))

    @invariant()
    def every_sample_is_in_one_place(self) -> None:
        if not hasattr(self, "_spool"):
            return
        future = Collector(set(self._collector.ledger))
        for batch in self._pending():
            future.take(batch)
        waiting = self._waiting()
        for metric in (GAUGE, EVENT):
            known = [*self._collector.values[metric], *future.values[metric], *waiting.values[metric]]
            assert len(known) == len(set(known))
            told = self._collector.dropped[metric] + future.dropped[metric] + waiting.dropped[metric]
            assert len(known) + told == self._added[metric]
            assert self._spool.cursor(metric) == (str(self._added[metric]) if self._added[metric] else None)
        assert self._collector.answers | future.answers | waiting.answers | self._lost == self._answers
        assert self._spool.health().lost_answers == len(self._lost)

    def _next(self, *, answers_alone: bool = False) -> SealedBatch | None:
        take = self._spool.next_answers if answers_alone else self._spool.next_batch
        batch = take(FACTS, self._now, None)
        if batch is not None and self._refused & {answer.id for answer in batch.decoded().answers}:
            assert (batch.answers, batch.samples) == (1, 0), "an answer that was refused goes alone"
        return batch

    def _pending(self) -> list[Batch]:
        query = "SELECT id, body, samples, answers FROM batch WHERE state = 'pending' ORDER BY seq"
        rows = self._spool._read(lambda connection: connection.execute(query).fetchall())
        return [SealedBatch(*row).decoded() for row in rows]

    def _waiting(self) -> Collector:
        """What a collector would have if all that waits were sealed and sent."""
        waiting = Collector()
        for row in self._spool._read(_rows):
            sample = json.decode(row.body, type=Sample)
            waiting.values[sample.metric].append(sample.value)
        for row in self._spool._read(lambda connection: intake.oldest_answers(connection, 1_000)):
            waiting.answers.add(json.decode(row.body, type=Answer).id)
        waiting.dropped.update(self._spool._read(intake.dropped))
        return waiting


def _rows(connection: sqlite3.Connection) -> list[Row]:
    return intake.oldest_samples(connection, 10_000)


TestSpool = SpoolMachine.TestCase
TestSpool.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],  # explaining traces every line, for minutes
)
