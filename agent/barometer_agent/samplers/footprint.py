"""What does Barometer itself take of this laptop?"""

from collections.abc import Callable, Iterable

from barometer_agent.sampler import About, Context, Sampler
from barometer_agent.sources import footprint
from barometer_agent.sources.footprint import Footprint
from barometer_shared.samples import Sample


def create(
    read: Callable[[], Footprint] = footprint.read,
    sent_bytes: Callable[[], int] | None = None,
) -> Sampler:
    """The sampler over this process; ``sent_bytes`` counts what it sent to the collector since it started."""
    return OwnFootprint(read, sent_bytes)


class OwnFootprint:
    """Keeps the previous reading in memory: a process that starts anew counts from nothing."""

    name = "footprint"
    every = 3600.0
    about = About(
        question_en="What does Barometer itself take of this laptop?",
        question_nl="Wat vraagt Barometer zelf van deze laptop?",
        metrics=("agent_memory_kib", "agent_cpu_ppm", "agent_sent_bytes"),
        while_in_use=False,
    )

    def __init__(self, read: Callable[[], Footprint], sent_bytes: Callable[[], int] | None) -> None:
        self._read = read
        self._sent_bytes = sent_bytes or (lambda: 0)
        self._previous: tuple[Footprint, int] | None = None

    def sample(self, context: Context) -> Iterable[Sample]:
        """Memory at once; processor time and traffic since the run before."""
        used, sent, at = self._read(), self._sent_bytes(), context.now_ms
        previous, self._previous = self._previous, (used, sent)
        samples = [Sample("agent_memory_kib", used.memory_kib, at)]
        if previous is not None:
            samples.append(Sample("agent_cpu_ppm", min(1_000_000, used.cpu_ppm_since(previous[0])), at))
            samples.append(Sample("agent_sent_bytes", max(0, sent - previous[1]), at))
        return samples
