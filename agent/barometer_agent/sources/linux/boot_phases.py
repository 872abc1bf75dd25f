"""The moments of a boot that systemd recorded, and the phases between them: pure.

The figures are those of ``systemd-analyze time``, to the microsecond that it cuts off: what a person checks must be
what the person finds (systemd-analyze(1); properties of org.freedesktop.systemd1(5)).
"""

from dataclasses import dataclass

MOMENTS = ("Firmware", "Loader", "InitRD", "Userspace", "Finish", "SecurityStart")


@dataclass(frozen=True)
class Moments:
    """Moments of this boot in microseconds; 0 where there was no such moment.

    ``firmware_us`` and ``loader_us`` count backwards from the start of the kernel: how long before it the
    firmware and the boot loader began. The others count forwards from it. ``in_container`` says that no kernel
    was started: only the system was. ``finished_us`` is 0 while the boot still goes on.
    """

    firmware_us: int
    loader_us: int
    initrd_us: int
    userspace_us: int
    finished_us: int
    in_container: bool


def parse(text: str) -> Moments:
    """``Name=value`` lines of ``systemctl show`` as moments; a property this systemd does not know is 0.

    The security module's start is recorded only where systemd started on a kernel of its own, so its absence
    marks a container: https://github.com/systemd/systemd/blob/main/src/analyze/analyze-time-data.c
    """
    found = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    moments = {name: microseconds(found.get(f"{name}TimestampMonotonic", "")) for name in MOMENTS}
    return Moments(
        firmware_us=moments["Firmware"],
        loader_us=moments["Loader"],
        initrd_us=moments["InitRD"],
        userspace_us=moments["Userspace"],
        finished_us=moments["Finish"],
        in_container=moments["SecurityStart"] == 0,
    )


def phases_us(moments: Moments) -> dict[str, int]:
    """How long each part of a finished boot took, in microseconds, in the order in which they ran.

    A container starts no firmware, loader or kernel: its boot is the system's part alone, as systemd-analyze has it.
    """
    found = {"userspace": moments.finished_us - moments.userspace_us}
    if moments.in_container:
        return found
    if moments.initrd_us:
        found = {"initrd": moments.userspace_us - moments.initrd_us, **found}
    found = {"kernel": moments.initrd_us or moments.userspace_us, **found}
    if moments.loader_us:
        found = {"loader": moments.loader_us, **found}
    if moments.firmware_us:
        found = {"firmware": moments.firmware_us - moments.loader_us, **found}
    return found


def total_us(moments: Moments) -> int:
    """From power-on, as far back as the firmware told, to the end of the boot, in microseconds."""
    if moments.in_container:
        return moments.finished_us - moments.userspace_us
    return moments.firmware_us + moments.finished_us


def microseconds(value: str) -> int:
    """A time stamp of ``systemctl show``; 0 where it is empty or not told."""
    return int(value) if value.isascii() and value.isdigit() else 0
