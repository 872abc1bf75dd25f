"""What a unit of a booted laptop takes, as this machine's kernel keeps account of it: its control group."""

from pathlib import Path

from _agent_process import pss_kib

_HIERARCHIES = (Path("/sys/fs/cgroup/unified"), Path("/sys/fs/cgroup"))  # beside those of cgroups v1, or alone


class Unit:
    """The service ``name`` of the laptop whose first process is ``init``, with all programs that it starts."""

    def __init__(self, init: int, name: str) -> None:
        lines = Path(f"/proc/{init}/cgroup").read_text().splitlines()
        [scope] = [line.removeprefix("0::") for line in lines if line.startswith("0::")]
        hierarchy = next(one for one in _HIERARCHIES if (one / "cgroup.controllers").exists())
        self._group = (hierarchy / scope.lstrip("/")).parent / "system.slice" / name

    @property
    def pid(self) -> int:
        """Its oldest process, as this machine counts them."""
        return int((self._group / "cgroup.procs").read_text().split()[0])

    def pss_kib(self) -> int:
        """The memory of its oldest process, what it shares with others divided among them."""
        return pss_kib(self.pid)

    def cpu_seconds(self) -> float:
        """What all its processes took so far, to the microsecond, also those that ended."""
        told = dict(line.split() for line in (self._group / "cpu.stat").read_text().splitlines())
        return int(told["usage_usec"]) / 1e6
