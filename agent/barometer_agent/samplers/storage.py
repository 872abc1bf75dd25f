"""How much room is left on the disk that this laptop works on?"""

from collections.abc import Callable, Iterable

from barometer_agent.sampler import About, Context, NoData, Reason, Sampler
from barometer_agent.sources import storage
from barometer_agent.sources.storage import Space
from barometer_shared.samples import Sample


def create(read: Callable[[], Space] = storage.read) -> Sampler:
    """The sampler over the volume that the system writes to."""
    return Storage(read)


class Storage:
    """Free space alone; the health of the disk is another question."""

    name = "storage"
    every = 900.0
    about = About(
        question_en="How much room is left on the disk?",
        question_nl="Hoeveel ruimte is er nog op de schijf?",
        metrics=("disk_free_permille",),
    )

    def __init__(self, read: Callable[[], Space]) -> None:
        self._read = read

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``disk_free_permille`` of the volume ``system``."""
        return [Sample("disk_free_permille", free_permille(self._read()), context.now_ms, subject="system")]


def free_permille(space: Space) -> int:
    """The share that an ordinary account may still fill, 0 to 1000; what is reserved for root counts for nobody.

    Raises NoData for a volume that says it has no size at all, as some virtual file systems do.
    """
    if space.used + space.free <= 0:
        raise NoData(Reason("the system volume does not tell its size", "de systeemschijf zegt niet hoe groot hij is"))
    return space.free * 1000 // (space.used + space.free)
