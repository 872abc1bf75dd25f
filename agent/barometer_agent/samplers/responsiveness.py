"""How much of the time does something wait for the laptop itself? Memory merely used is not a problem.

The share is over the time since the previous run. Where there was none, or it is long ago because the laptop
lay idle, that share would be thinned out by hours in which nobody worked: then it is the system's own figure of
the last minute. What explains it (by resource, how busy) is told once in five runs, over the time since then.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from barometer_agent.sampler import About, Context, Reason, Sampler
from barometer_agent.sources import load, pressure
from barometer_agent.sources.load import Load
from barometer_agent.sources.pressure import Pressure
from barometer_shared.metrics import METRICS
from barometer_shared.samples import GapKind, Sample

SHORTEST_US = 2_000_000  # the kernel adds up every two seconds: a shorter interval measures its rhythm
LONGEST_US = 600_000_000  # an unlocked session without input for longer is not in use (experience model)
RUNS_PER_DETAIL = 5
_LONGEST_DETAIL_US = 2 * LONGEST_US  # five runs at half the pace
_WAITING = ("pressure_permille", "resource_pressure_permille")
_BUSY = ("cpu_busy_permille", "memory_used_permille", "disk_queue_milli", "thermal_throttling_permille")
_NO_QUEUE = Reason("the disks do not tell how long their queue is", "de schijven zeggen niet hoe lang hun wachtrij is")
_NO_BRAKE = Reason(
    "the processor does not tell when it is slowed by heat",
    "de processor zegt niet wanneer hij door warmte wordt afgeremd",
)


@dataclass(frozen=True)
class Seen:
    """One reading of both; None for what this system has nothing of."""

    pressure: Pressure | None = None
    load: Load | None = None


def create(read_pressure: Callable[[], Pressure] = pressure.read, read_load: Callable[[], Load] = load.read) -> Sampler:
    """The sampler over this system's counters."""
    return Responsiveness(read_pressure, read_load)


class Responsiveness:
    """Keeps previous readings in memory: what was before a restart is not compared with what is after."""

    name = "responsiveness"
    every = 60.0
    about = About(
        question_en="How much of the time does something wait for the laptop itself, and for what?",
        question_nl="Hoeveel van de tijd is het wachten op de laptop zelf, en waarop?",
        metrics=(*_WAITING, *_BUSY),
    )

    def __init__(self, read_pressure: Callable[[], Pressure], read_load: Callable[[], Load]) -> None:
        self._read_pressure = read_pressure
        self._read_load = read_load
        self._runs = 0
        self._previous = Seen()
        self._previous_detail = Seen()

    def sample(self, context: Context) -> Iterable[Sample]:
        """One sample of the worst resource; once in five runs also one per resource and of how busy it all is."""
        in_detail = self._runs % RUNS_PER_DETAIL == 0
        load = self._previous.load
        if in_detail or load is None:
            load = context.ask(self._read_load, *_BUSY)
        now = Seen(context.ask(self._read_pressure, *_WAITING), load)
        _report_gaps(now.load, context)
        samples = list(_worst(self._previous.pressure, now.pressure, context.now_ms))
        if in_detail:
            samples += _detail(self._previous_detail, now, context.now_ms)
            self._previous_detail = now
        self._previous = now
        self._runs += 1
        return samples


def shares_permille(previous: Pressure | None, current: Pressure, longest_us: int = LONGEST_US) -> dict[str, int]:
    """The share of time, 0 to 1000, that something waited for each resource since ``previous``."""
    elapsed_us = current.at_us - previous.at_us if previous else 0
    if (
        previous is None
        or not SHORTEST_US <= elapsed_us <= longest_us
        or previous.waited.keys() != current.waited.keys()
    ):
        return {name: _permille(now.last_minute_permille) for name, now in current.waited.items()}
    return {
        name: _permille((now.total_us - previous.waited[name].total_us) * 1000 // elapsed_us)
        for name, now in current.waited.items()
    }


def busy(previous: Load | None, current: Load) -> dict[str, int]:
    """How busy the laptop was since ``previous``, by metric; what takes two readings is left out at the first."""
    found = {}
    if current.memory_total > 0:
        used = current.memory_total - current.memory_available
        found["memory_used_permille"] = _permille(used * 1000 // current.memory_total)
    elapsed_us = current.at_us - previous.at_us if previous else 0
    if previous is None or not SHORTEST_US <= elapsed_us <= _LONGEST_DETAIL_US:
        return found
    if current.capacity_us > previous.capacity_us:
        share = (current.busy_us - previous.busy_us) * 1000 // (current.capacity_us - previous.capacity_us)
        found["cpu_busy_permille"] = _permille(share)
    if current.disk_waited_us is not None and previous.disk_waited_us is not None:
        queue = (current.disk_waited_us - previous.disk_waited_us) * 1000 // elapsed_us
        found["disk_queue_milli"] = min(METRICS["disk_queue_milli"].maximum, max(0, queue))
    return found | _braked(previous, current)


def _braked(previous: Load, current: Load) -> dict[str, int]:
    if current.throttled_us is None or previous.throttled_us is None:
        return {}
    capacity_us = (current.throttled_capacity_us or 0) - (previous.throttled_capacity_us or 0)
    if capacity_us <= 0:
        return {}
    return {
        "thermal_throttling_permille": _permille((current.throttled_us - previous.throttled_us) * 1000 // capacity_us)
    }


def _worst(previous: Pressure | None, current: Pressure | None, at: int) -> Iterator[Sample]:
    if current is not None and current.waited:
        worst = max(shares_permille(previous, current).values())
        yield Sample("pressure_permille", worst, at, labels=_basis(current))


def _detail(previous: Seen, now: Seen, at: int) -> Iterator[Sample]:
    if now.pressure is not None:
        for name, share in shares_permille(previous.pressure, now.pressure, _LONGEST_DETAIL_US).items():
            yield Sample("resource_pressure_permille", share, at, name, _basis(now.pressure))
    if now.load is not None:
        for metric, value in busy(previous.load, now.load).items():
            yield Sample(metric, value, at)


def _basis(found: Pressure) -> dict[str, str]:
    """Where the kernel does not count waiting itself, that is said with each figure."""
    return {} if found.basis == "psi" else {"basis": found.basis}


def _report_gaps(found: Load | None, context: Context) -> None:
    if found is not None and found.disk_waited_us is None:
        context.gap("disk_queue_milli", _NO_QUEUE, GapKind.NOT_APPLICABLE)
    if found is not None and found.throttled_us is None:
        context.gap("thermal_throttling_permille", _NO_BRAKE, GapKind.NOT_APPLICABLE)


def _permille(value: int) -> int:
    return min(1000, max(0, value))
