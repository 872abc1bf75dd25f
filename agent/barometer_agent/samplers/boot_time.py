"""How long does this laptop take to start? Once per boot, when the boot has finished.

The total and its parts are those of ``systemd-analyze time``, to the millisecond and cut off as it does: a
figure that a person checks must be the figure that the person finds.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from barometer_agent.sampler import About, Context, NoData, Reason, Sampler
from barometer_agent.sources import boot, desktop, uptime
from barometer_agent.sources.boot import BootTimes
from barometer_shared.samples import GapKind, Sample

_STILL_STARTING = Reason(
    "the boot has not finished yet: a service is still starting (systemctl list-jobs)",
    "het opstarten is nog niet klaar: er start nog een service (systemctl list-jobs)",
)
_NO_SIGN_IN = Reason(
    "sign-in time is not measured yet on this system", "aanmeldtijd wordt op dit systeem nog niet gemeten"
)
_NO_DESKTOP = Reason(
    "no graphical desktop is installed: nobody signs in to one",
    "er is geen grafisch bureaublad geïnstalleerd: niemand meldt zich daarop aan",
)
_NO_IDLE = Reason(
    "the boot time of this system already runs until everything has been started",
    "de opstarttijd van dit systeem loopt al door tot alles gestart is",
)


def create(
    read: Callable[[], BootTimes] = boot.read,
    boot_id: Callable[[], str] = uptime.boot_id,
    has_desktop: Callable[[], bool] = desktop.is_installed,
) -> Sampler:
    """The sampler over this system's records of its boot."""
    return BootTime(read, boot_id, has_desktop)


class BootTime:
    """Its cursor is the id of the boot that was reported."""

    name = "boot_time"
    every = 60.0  # only until the boot has finished and is reported; after that a run costs one small file
    about = About(
        question_en="How long does this laptop take to start?",
        question_nl="Hoe lang doet deze laptop over het opstarten?",
        metrics=("boot_ms", "boot_phase_ms", "boot_idle_ms", "sign_in_ms"),
        while_in_use=False,
    )

    def __init__(
        self, read: Callable[[], BootTimes], boot_id: Callable[[], str], has_desktop: Callable[[], bool]
    ) -> None:
        self._read = read
        self._boot_id = boot_id
        self._has_desktop = has_desktop

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``boot_ms`` and its parts per boot. Raises NoData while the boot still goes on."""
        self._sign_in_gap(context)
        this_boot = self._boot_id()
        if context.cursor == this_boot:
            _idle_gap(context)
            return []
        times = self._read()
        _idle_gap(context)
        if not times.finished_us:
            raise NoData(_STILL_STARTING)
        context.advance(this_boot)
        return list(_samples(times, context.now))

    def _sign_in_gap(self, context: Context) -> None:
        if self._has_desktop():
            context.gap("sign_in_ms", _NO_SIGN_IN)
        else:
            context.gap("sign_in_ms", _NO_DESKTOP, GapKind.NOT_APPLICABLE)


def phases_us(times: BootTimes) -> dict[str, int]:
    """How long each part of a finished boot took, in microseconds, in the order in which they ran.

    A container starts no firmware, loader or kernel: its boot is the system's part alone, as systemd-analyze has it.
    """
    found = {"userspace": times.finished_us - times.userspace_us}
    if times.in_container:
        return found
    if times.initrd_us:
        found = {"initrd": times.userspace_us - times.initrd_us, **found}
    found = {"kernel": times.initrd_us or times.userspace_us, **found}
    if times.loader_us:
        found = {"loader": times.loader_us, **found}
    if times.firmware_us:
        found = {"firmware": times.firmware_us - times.loader_us, **found}
    return found


def total_us(times: BootTimes) -> int:
    """From power-on, as far back as the firmware told, to the end of the boot, in microseconds."""
    if times.in_container:
        return times.finished_us - times.userspace_us
    return times.firmware_us + times.finished_us


def _idle_gap(context: Context) -> None:
    context.gap("boot_idle_ms", _NO_IDLE, GapKind.NOT_APPLICABLE)


def _samples(times: BootTimes, now: datetime) -> Iterator[Sample]:
    at = int(now.timestamp() * 1000) - times.finished_ago_us // 1000
    yield Sample("boot_ms", total_us(times) // 1000, at)
    for phase, duration_us in phases_us(times).items():
        yield Sample("boot_phase_ms", duration_us // 1000, at, subject=phase)
