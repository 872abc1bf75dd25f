"""How much of the time does something wait for the laptop itself? Memory merely used is not a problem.

The share is over the time since the previous run. Where there was none, or it is long ago because the laptop
lay idle, that share would be thinned out by hours in which nobody worked: then it is the kernel's own figure of
the last minute.
"""

from collections.abc import Callable, Iterable

from barometer_agent.sampler import About, Context, Sampler
from barometer_agent.sources import pressure
from barometer_agent.sources.pressure import Pressure
from barometer_shared.samples import Sample

SHORTEST_US = 2_000_000  # the kernel adds up every two seconds: a shorter interval measures its rhythm
LONGEST_US = 600_000_000  # an unlocked session without input for longer is not in use (experience model)


def create(read: Callable[[], Pressure] = pressure.read) -> Sampler:
    """The sampler over this system's pressure counters."""
    return Responsiveness(read)


class Responsiveness:
    """Keeps the previous reading in memory: what was before a restart is not compared with what is after."""

    name = "responsiveness"
    every = 60.0
    about = About(
        question_en="How much of the time does something wait for the laptop itself?",
        question_nl="Hoeveel van de tijd is het wachten op de laptop zelf?",
        metrics=("pressure_permille", "resource_pressure_permille"),
    )

    def __init__(self, read: Callable[[], Pressure]) -> None:
        self._read = read
        self._previous: Pressure | None = None

    def sample(self, context: Context) -> Iterable[Sample]:
        """One sample per resource and one for the worst of them."""
        current = self._read()
        shares = shares_permille(self._previous, current)
        self._previous = current
        at = context.now_ms
        return [
            Sample("pressure_permille", max(shares.values()), at),
            *(Sample("resource_pressure_permille", share, at, subject=name) for name, share in shares.items()),
        ]


def shares_permille(previous: Pressure | None, current: Pressure) -> dict[str, int]:
    """The share of time, 0 to 1000, that something waited for each resource since ``previous``."""
    elapsed_us = current.at_us - previous.at_us if previous else 0
    if previous is None or not SHORTEST_US <= elapsed_us <= LONGEST_US:
        return {name: _permille(now.last_minute_permille) for name, now in current.waited.items()}
    return {
        name: _permille((now.total_us - previous.waited[name].total_us) * 1000 // elapsed_us)
        for name, now in current.waited.items()
    }


def _permille(value: int) -> int:
    return min(1000, max(0, value))
