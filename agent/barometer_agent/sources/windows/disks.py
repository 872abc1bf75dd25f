"""What Windows counts of the laptop's own disks: IOCTL_DISK_PERFORMANCE, which every account may ask.

Of each disk it counts since somebody first asked for it ("DISK_PERFORMANCE structure", Microsoft), so only a difference
of two readings of the same disk means something.
"""

import struct
from dataclasses import dataclass

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.windows import buses, devices

BYTES = 88
_DISK_PERFORMANCE = 0x70020
_MOST_DISKS = 16
_NOTHING = Reason("Windows counts nothing of its disks", "Windows houdt niets bij over zijn schijven")


@dataclass(frozen=True)
class Counters:
    """In microseconds: ``waited_us`` that all requests together took, ``idle_us`` in which there was none.

    ``disk`` is its number in this Windows: another one may have it after this one was taken out.
    """

    disk: int
    waited_us: int
    idle_us: int


def read() -> tuple[Counters, ...]:
    """Of each disk of the laptop itself that counts, at least one. Raises NoData without any."""
    found = []
    for number in range(_MOST_DISKS):
        try:
            with devices.opened(rf"\\.\PhysicalDrive{number}") as handle:
                is_inner = buses.is_inner(buses.read(handle))
                counters = parse(devices.ask(handle, _DISK_PERFORMANCE, b"", BYTES)) if is_inner else None
        except NoData:
            continue
        if counters is not None:
            found.append(counters)
    if not found:
        raise NoData(_NOTHING)
    return tuple(found)


def parse(answer: bytes) -> Counters | None:
    """DISK_PERFORMANCE; its times are in 100 ns: reading, writing, idle; further on StorageDeviceNumber."""
    if len(answer) < BYTES:
        return None
    reading, writing, idle = struct.unpack_from("<3q", answer, 16)
    return Counters(struct.unpack_from("<I", answer, 64)[0], (reading + writing) // 10, idle // 10)
