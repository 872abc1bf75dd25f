"""Two days of an agent in a few minutes: all its real parts, on a clock that passes whenever nothing is due.

Runs in a process of its own, whose memory is looked at once an hour of that clock.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median

import msgspec
from _agent_process import own_kib

from barometer_agent import inventory
from barometer_agent.clock import Moment
from barometer_agent.collector import Collector
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, save
from barometer_agent.pacing import Pacing
from barometer_agent.runner import Runner
from barometer_agent.schedule import Schedule
from barometer_agent.service import DEFAULT_INTERVAL_SECONDS
from barometer_agent.sources.certificates import trusts
from barometer_agent.spool import Spool
from barometer_agent.targets import targets_of
from barometer_agent.uplink.loop import Pace
from barometer_shared.samples import AgentFacts

HOUR_MS = 3_600_000
HOURS = 48  # the first day, in which everything happens for the first time, and one to compare with it
LONGEST_MS = 30_000  # as the schedule's own thread looks again


class Found(msgspec.Struct):
    """What the days showed: the memory at each full hour in KiB, and what the second day cost in processor time.

    It is the process's own memory: what it shares with others counts for more when one of those ends. The time is less
    than days that do not pass so fast would cost: what a processor keeps at hand is still there at the next turn.
    """

    took_seconds: float
    hours_kib: list[int]
    outcomes: dict[str, int]
    cpu_seconds: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it was by its own clock."""
        return HOURS * 3600.0

    @property
    def first_kib(self) -> float:
        """Once what runs often had run."""
        return median(self.hours_kib[1:4])

    @property
    def day_kib(self) -> float:
        """Once everything had run, what comes once a day included."""
        return median(self.hours_kib[23:26])

    @property
    def last_kib(self) -> float:
        """At the end of the second day."""
        return median(self.hours_kib[-3:])


class Hastened:
    """A clock that stands still until it is told to pass."""

    def __init__(self) -> None:
        self._begun_ms = time.time_ns() // 1_000_000
        self.passed_ms = 0

    def now(self) -> Moment:
        return Moment(self._begun_ms + self.passed_ms, 60, "bench", HOUR_MS + self.passed_ms)


def run(folder: Path, server: str, trust: Path) -> Found:
    """Live through them in another process."""
    folder.mkdir(parents=True)
    save(folder, Identity("00000000000000ab", "secret", "bench", server))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BAROMETER_", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, __file__, str(folder)], env=environment | {"SSL_CERT_FILE": str(trust)},
        stdout=subprocess.PIPE, check=True, timeout=1800,
    )  # fmt: skip
    return msgspec.json.decode(done.stdout, type=Found)


def live(folder: Path) -> Found:
    """The days themselves, in use from beginning to end."""
    clock, config, started = Hastened(), Config(data_dir=folder), time.perf_counter()
    both = trusts(config.ca_file)
    found = Found(0.0, [], {})
    with Spool(folder, config.spool_quota_mb << 20, clock.now()) as spool:
        collector = Collector(
            config, spool, clock, AgentFacts("0", "linux", "Debian", ["faces"]), lambda: False, trust=both.collector
        )
        runner = Runner(
            inventory.names(), inventory.take, spool, clock,
            targets=lambda: targets_of(collector.server, collector.config, config),
        )  # fmt: skip
        pacing = Pacing()
        samplers = [
            inventory.create(name, sent_bytes=lambda: collector.sent_bytes, trust=both.targets)
            for name in inventory.names()
        ]
        schedule = Schedule(
            samplers,
            runner.gather,
            clock,
            lambda one: pacing.sampling_seconds(one.every),
            Random(1),
            ended=runner.write,
        )
        pace = Pace(lambda: pacing.sending_seconds(DEFAULT_INTERVAL_SECONDS), Random(2))
        _pass_days(clock, schedule, pace, collector, found)
        found.cpu_seconds = _spent_seconds() - found.cpu_seconds
        collector.close()
    found.took_seconds = time.perf_counter() - started
    return found


def _pass_days(clock: Hastened, schedule: Schedule, pace: Pace, collector: Collector, found: Found) -> None:
    exchange_at = pace.first() * 1000
    while clock.passed_ms < HOURS * HOUR_MS:
        wait_ms = schedule.turn() * 1000
        if clock.passed_ms >= exchange_at:
            outcome = collector.exchange()
            kind = type(outcome).__name__
            found.outcomes[kind] = found.outcomes.get(kind, 0) + 1
            exchange_at = clock.passed_ms + pace.after(outcome) * 1000
        _pass(clock, min(wait_ms, LONGEST_MS, max(0.0, exchange_at - clock.passed_ms)), found.hours_kib.append)
        if len(found.hours_kib) == HOURS // 2 and not found.cpu_seconds:
            found.cpu_seconds = _spent_seconds()  # until the second day


def _pass(clock: Hastened, milliseconds: float, told: Callable[[int], None]) -> None:
    hours = clock.passed_ms // HOUR_MS
    clock.passed_ms += max(1, round(milliseconds))
    if clock.passed_ms // HOUR_MS > hours:
        told(own_kib(os.getpid()))


def _spent_seconds() -> float:
    """The processor time of this process and of the programs that it asked."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(live(Path(sys.argv[1]))))
