"""How much room is left on the disk that this laptop works on, and does a drive warn that it is failing?"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from barometer_agent.sampler import About, Context, NoData, Reason, Sampler
from barometer_agent.sources import drives, storage
from barometer_agent.sources.drives import Drive
from barometer_agent.sources.storage import Space
from barometer_shared.samples import Sample

_NO_VERDICT = Reason("no drive tells whether it is failing", "geen enkele schijf zegt of hij het gaat begeven")
_NO_WEAR = Reason("no drive tells how worn it is", "geen enkele schijf zegt hoe ver hij versleten is")


def create(
    read: Callable[[], Space] = storage.read, read_drives: Callable[[], tuple[Drive, ...]] = drives.read
) -> Sampler:
    """The sampler over the volume that the system writes to, and over the drives of the laptop."""
    return Storage(read, read_drives)


class Storage:
    """Free space of one volume; what the drives say of themselves, by their short names."""

    name = "storage"
    every = 3600.0
    about = About(
        question_en="How much room is left on the disk, and is the drive itself in order?",
        question_nl="Hoeveel ruimte is er nog op de schijf, en is de schijf zelf in orde?",
        metrics=("disk_free_permille", "drive_failing", "drive_wear_permille"),
    )

    def __init__(self, read: Callable[[], Space], read_drives: Callable[[], tuple[Drive, ...]]) -> None:
        self._read = read
        self._read_drives = read_drives

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``disk_free_permille`` of the volume ``system``, and up to two samples per drive."""
        free = context.ask(lambda: free_permille(self._read()), "disk_free_permille")
        found = context.ask(self._read_drives, "drive_failing", "drive_wear_permille")
        samples = [] if free is None else [Sample("disk_free_permille", free, context.now_ms, subject="system")]
        return samples if found is None else [*samples, *_of_drives(found, context)]


def free_permille(space: Space) -> int:
    """The share that an ordinary account may still fill, 0 to 1000; what is reserved for root counts for nobody.

    Raises NoData for a volume that says it has no size at all, as some virtual file systems do.
    """
    if space.used + space.free <= 0:
        raise NoData(Reason("the system volume does not tell its size", "de systeemschijf zegt niet hoe groot hij is"))
    return space.free * 1000 // (space.used + space.free)


def _of_drives(found: Sequence[Drive], context: Context) -> Iterator[Sample]:
    if all(drive.failing is None for drive in found):
        context.gap("drive_failing", _NO_VERDICT)
    if all(drive.wear_permille is None for drive in found):
        context.gap("drive_wear_permille", _NO_WEAR)
    for drive in found:
        if drive.failing is not None:
            yield Sample("drive_failing", int(drive.failing), context.now_ms, subject=drive.name)
        if drive.wear_permille is not None:
            yield Sample("drive_wear_permille", drive.wear_permille, context.now_ms, subject=drive.name)
