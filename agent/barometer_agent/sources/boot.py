"""When the parts of this boot began and ended, as the system itself recorded them."""

import sys
from dataclasses import dataclass

from barometer_agent.sampler import Reason
from barometer_agent.sources.system import not_yet


@dataclass(frozen=True)
class BootTimes:
    """Moments of this boot in microseconds; 0 where there was no such moment.

    ``firmware_us`` and ``loader_us`` count backwards from the start of the kernel: how long before it the
    firmware and the boot loader began. The others count forwards from it. ``in_container`` says that no kernel
    was started: only the system was. ``finished_us`` is 0 while the boot still goes on; after that
    ``finished_ago_us`` is how long ago it ended.
    """

    firmware_us: int
    loader_us: int
    initrd_us: int
    userspace_us: int
    finished_us: int
    in_container: bool
    finished_ago_us: int = 0


def read(platform: str = sys.platform) -> BootTimes:
    """The moments of this boot. Raises NoData where nothing recorded them."""
    if platform == "linux":
        from barometer_agent.sources.linux import boot

        return boot.read()
    raise not_yet(Reason("boot time", "opstarttijd"), platform)
