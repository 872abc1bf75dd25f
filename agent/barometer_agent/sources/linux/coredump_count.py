"""How many crashes systemd-coredump was handed, as systemd counts them: less to ask than reading the journal.

The kernel starts systemd-coredump for a crash; that hands it to an instance of its own over systemd-coredump.socket
(systemd-coredump(8)), which writes the journal's entry when it has taken the dump and then ends. The socket counts
what it accepted since the boot and who is still at it (org.freedesktop.systemd1(5)); with systemd 252 the count
outlived a reload of systemd, and nobody was at it any more only once the entry could be read, also of 1.2 GB.
Not counted are crashes of the first process and of journald, which take another way, and those of a kernel that speaks
to systemd-coredump without a program (core_pattern then begins with ``@``).
"""

from pathlib import Path
from typing import Any

from barometer_agent.sources.linux import sysfs, system_bus
from barometer_agent.sources.linux.system_bus import Property

CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")
_SOCKET = "/org/freedesktop/systemd1/unit/systemd_2dcoredump_2esocket"
ACCEPTED, CONNECTED = (
    Property("org.freedesktop.systemd1", _SOCKET, "org.freedesktop.systemd1.Socket", name, "u")
    for name in ("NAccepted", "NConnections")
)


def read(core_pattern: Path = CORE_PATTERN, library: Any = None) -> int | None:
    """The count of this boot; None while a crash is being taken, and where systemd does not count or does not answer.

    ``library`` is libsystemd, unless another is given.
    """
    if not sysfs.text(core_pattern).startswith("|"):
        return None
    told = system_bus.read((ACCEPTED, CONNECTED), library)
    accepted = told.get(ACCEPTED)
    return accepted if isinstance(accepted, int) and told.get(CONNECTED) == 0 else None
