"""How long does this laptop take to start, in which parts, and what held it up? Once per boot."""

from collections.abc import Iterable, Iterator

from barometer_agent.events import Happened, Read, follow
from barometer_agent.sampler import About, Context, Reason, Sampler
from barometer_agent.sources import boots
from barometer_agent.sources.boots import Boot
from barometer_shared.samples import Sample

MOST_CULPRITS = 5
_NOT_MEASURED = Reason(
    "the system did not measure how long its last start took",
    "het systeem heeft niet gemeten hoe lang het de laatste keer over opstarten deed",
)


def create(read: Read[Boot] = boots.read) -> Sampler:
    """The sampler over this system's records of its boots."""
    return BootTime(read)


class BootTime:
    """Its cursor is a position in the records."""

    name = "boot_time"
    every = 300.0
    about = About(
        question_en="How long does this laptop take to start, and what holds it up?",
        question_nl="Hoe lang doet deze laptop over het opstarten, en wat houdt dat op?",
        metrics=("boot_ms", "boot_phase_ms", "boot_idle_ms", "boot_culprit_ms"),
        while_in_use=False,
    )

    def __init__(self, read: Read[Boot]) -> None:
        self._read = read
        self._knows_last = True

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``boot_ms`` and its parts per boot, a gap where the last one has none. Raises NoData before its end."""
        happened = follow(self._read, context)
        if happened:
            self._knows_last = happened[-1].event.total_us is not None
        if not self._knows_last:
            context.gap("boot_ms", _NOT_MEASURED)
        return [sample for one in happened for sample in _samples(one)]


def _samples(one: Happened[Boot]) -> Iterator[Sample]:
    """All with the labels of the boot: scoring leaves out the first one after an update."""
    boot = one.event
    kind = {} if boot.kind == "cold" else {"kind": boot.kind}
    labels = kind | ({"after_update": "yes"} if boot.after_update else {})
    if boot.total_us is not None:
        yield Sample("boot_ms", max(1, boot.total_us // 1000), one.at_ms, labels=labels)
    if boot.idle_us is not None:
        yield Sample("boot_idle_ms", boot.idle_us // 1000, one.at_ms, labels=labels)
    for phase, us in boot.phases_us.items():
        yield Sample("boot_phase_ms", us // 1000, one.at_ms, phase, labels)
    for culprit in boot.culprits[:MOST_CULPRITS]:
        yield Sample("boot_culprit_ms", culprit.us // 1000, one.at_ms, culprit.name, {**labels, "kind": culprit.kind})
