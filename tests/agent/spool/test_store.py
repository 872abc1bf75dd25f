"""The spool as a whole: nothing lost, nothing twice, whatever happens in between."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from barometer_agent.clock import Moment
from barometer_agent.spool import SealedBatch, Spool, SpoolError
from barometer_shared.samples import AgentFacts, Batch, Sample

START = Moment(1_790_000_000_000, 120, "boot-1", 60_000)
FACTS = AgentFacts("0.1.0", "linux", "Debian")
KILLS = 30

# Adds samples 0, 1, 2, ... and delivers batches, as fast as it can; what is "received" is a durable line of a file.
_WORKER = """
import os, sys
from pathlib import Path
from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_shared.samples import AgentFacts, Sample

folder = Path(sys.argv[1])
now = Moment(1_790_000_000_000, 0, "boot", 60_000)
facts = AgentFacts("0.1.0", "linux", "Debian")
received = os.open(folder / "received", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
with Spool(folder, 1 << 24, now) as spool:
    number = int(spool.cursor("count") or 0)
    print("ready", flush=True)
    while True:
        for _ in range(3):
            samples = [Sample("pressure_permille", number + i, now.utc_ms) for i in range(4)]
            number += 4
            spool.add("count", samples, str(number), now)
        batch = spool.next_batch(facts, now, None)
        values = ",".join(str(sample.value) for sample in batch.decoded().samples)
        os.write(received, f"{batch.id} {values};\\n".encode())
        os.fsync(received)
        spool.acknowledge(batch.id, now)
"""


def test_a_closed_spool_says_so(tmp_path: Path, moment: Moment, make_sample: Callable[..., Sample]) -> None:
    spool = Spool(tmp_path, 1 << 20, moment)
    spool.close()
    spool.close()
    with pytest.raises(SpoolError, match="is closed"):
        spool.add("pressure", [make_sample()], None, moment)


def test_samples_and_cursor_are_written_together_or_not_at_all(
    spool: Spool, moment: Moment, make_sample: Callable[..., Sample]
) -> None:
    def failing() -> object:
        yield make_sample()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spool.add("crashes", failing(), "9", moment)  # type: ignore[arg-type]
    assert spool.health().samples == 0
    assert spool.health().waiting_bytes == 0
    assert spool.cursor("crashes") is None


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX's")
def test_a_service_killed_at_any_point_loses_nothing_and_sends_nothing_twice(tmp_path: Path) -> None:
    random = Random(9)
    for _ in range(KILLS):
        worker = subprocess.Popen([sys.executable, "-c", _WORKER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(random.uniform(0, 0.05))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    received = _received(tmp_path / "received")
    with Spool(tmp_path, 1 << 24, START) as spool:
        added = int(spool.cursor("count") or 0)
        while (batch := spool.next_batch(FACTS, START, None)) is not None:
            received[batch.id] = [sample.value for sample in batch.decoded().samples]
            spool.acknowledge(batch.id, START)
    values = sorted(value for batch_values in received.values() for value in batch_values)
    assert values == list(range(added))
    assert added > KILLS


def _received(path: Path) -> dict[str, list[int]]:
    """As a collector takes batches in: by their id, and a line that was cut off was never acknowledged."""
    lines = [line for line in path.read_text().splitlines() if line.endswith(";")]
    return {line.split()[0]: [int(value) for value in line.split()[1].rstrip(";").split(",")] for line in lines}


class SpoolMachine(RuleBasedStateMachine):
    """The spool against lists: every sample is waiting, received or counted as dropped, and exactly one of them."""

    @initialize(quota=st.sampled_from([1_500, 6_000, 1 << 20]))
    def open(self, quota: int) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._quota = quota
        self._now = START
        self._added: list[int] = []
        self._received: dict[str, Batch] = {}
        self._open()

    def _open(self) -> None:
        self._spool = Spool(Path(self._folder.name), self._quota, self._now)

    def teardown(self) -> None:
        if hasattr(self, "_spool"):
            self._spool.close()
            self._folder.cleanup()

    @rule(count=st.integers(1, 30))
    def add(self, count: int) -> None:
        first = len(self._added)
        numbers = list(range(first, first + count))
        samples = [Sample("pressure_permille", number, self._now.utc_ms) for number in numbers]
        self._spool.add("count", samples, str(first + count), self._now)
        self._added += numbers

    @rule(minutes=st.integers(1, 600), another_boot=st.booleans())
    def time_passes(self, minutes: int, another_boot: bool) -> None:
        boot = f"boot-{minutes}" if another_boot else self._now.boot_id
        self._now = Moment(
            self._now.utc_ms + minutes * 60_000, self._now.utc_offset_minutes, boot, self._now.monotonic_ms + 60_000
        )

    @rule()
    def restart(self) -> None:
        self._spool.close()
        self._open()

    @rule(acknowledgement_is_lost=st.booleans())
    def send(self, acknowledgement_is_lost: bool) -> None:
        batch = self._next()
        if batch is not None:
            self._received[batch.id] = batch.decoded()
            if not acknowledgement_is_lost:
                self._spool.acknowledge(batch.id, self._now)

    @rule()
    def too_large(self) -> None:
        batch = self._next()
        if batch is not None and batch.id not in self._received:
            self._spool.halve(batch, self._now)

    @rule()
    def refused(self) -> None:
        batch = self._next()
        if batch is not None and batch.id not in self._received:
            self._spool.set_aside(batch.id, "422", self._now)

    def _next(self) -> SealedBatch | None:
        return self._spool.next_batch(FACTS, self._now, None)

    @invariant()
    def every_sample_is_in_one_place(self) -> None:
        if not hasattr(self, "_spool"):
            return
        received = [sample.value for batch in self._received.values() for sample in batch.samples]
        assert len(set(received)) == len(received)
        health = self._spool.health()
        told = sum(batch.dropped.get("pressure_permille", 0) for batch in self._received.values())
        pending = [batch for batch in self._pending() if batch.id not in self._received]
        told += sum(batch.dropped.get("pressure_permille", 0) for batch in pending)
        in_batches = sum(len(batch.samples) for batch in pending)
        known = len(received) + in_batches + health.samples + health.dropped + told
        assert known == len(self._added)
        assert self._spool.cursor("count") == (str(len(self._added)) if self._added else None)

    def _pending(self) -> list[Batch]:
        query = "SELECT id, body, samples, answers FROM batch WHERE state = 'pending'"
        rows = self._spool._read(lambda connection: connection.execute(query).fetchall())
        return [SealedBatch(*row).decoded() for row in rows]


TestSpool = SpoolMachine.TestCase
TestSpool.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
