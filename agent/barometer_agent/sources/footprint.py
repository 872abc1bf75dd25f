"""What this very process takes of the laptop."""

import functools
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from barometer_agent.sources.linux import kernel

if TYPE_CHECKING:
    import psutil

_STATM = Path("/proc/self/statm")  # proc_pid_statm(5): in pages, the second of them what is resident


@dataclass(frozen=True)
class Footprint:
    """Resident memory in KiB and the processor time since the start, read ``at_us`` on a clock that nobody sets.

    Where the system tells it (Linux, macOS), the programs that the process asked and waited for are counted in.
    """

    at_us: int
    memory_kib: int
    cpu_us: int

    def cpu_ppm_since(self, earlier: "Footprint") -> int:
        """The share of one core that was taken since then, in millionths."""
        elapsed_us = self.at_us - earlier.at_us
        return max(0, self.cpu_us - earlier.cpu_us) * 1_000_000 // elapsed_us if elapsed_us > 0 else 0


def read() -> Footprint:
    """The use of this moment, on all three systems."""
    spent = os.times()
    seconds = spent.user + spent.system + spent.children_user + spent.children_system
    return Footprint(time.monotonic_ns() // 1000, _memory_bytes() // 1024, round(seconds * 1_000_000))


def _memory_bytes() -> int:
    if sys.platform == "linux":  # psutil reads the same file, and takes most of a megabyte itself
        resident = int(kernel.text(_STATM).split()[1]) * os.sysconf("SC_PAGE_SIZE")
    else:
        resident = _this_process().memory_info().rss
    return resident


@functools.cache  # to find out who one is costs more than to ask how much one takes
def _this_process() -> "psutil.Process":
    import psutil  # takes longer to load than the first samples need to be taken

    return psutil.Process()
