"""How long is it from waking up the laptop until it can be used again?"""

from collections.abc import Iterable

from barometer_agent.events import Read, follow
from barometer_agent.sampler import About, Context, Sampler
from barometer_agent.sources import wakes
from barometer_agent.sources.wakes import Wake
from barometer_shared.samples import Sample


def create(read: Read[Wake] = wakes.read) -> Sampler:
    """The sampler over this system's records of waking up."""
    return WakeUp(read)


class WakeUp:
    """Its cursor is a position in the records."""

    name = "wake_up"
    every = 3600.0
    about = About(
        question_en="How long does this laptop take to wake up?",
        question_nl="Hoe lang doet deze laptop over het ontwaken?",
        metrics=("wake_ms",),
        while_in_use=False,
    )

    def __init__(self, read: Read[Wake]) -> None:
        self._read = read

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``wake_ms`` per time it woke up. Raises NoData where nothing records that."""
        happened = follow(self._read, context)
        return [Sample("wake_ms", one.event.total_us // 1000, one.at_ms) for one in happened]
