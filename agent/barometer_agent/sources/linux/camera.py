"""Is a camera held open by a process of this person? Never by which one.

``/proc/[pid]/fd`` (proc(5)) has a link for each file that a process holds; of others' processes it may not be read. The
sound and video servers of the desktop hold cameras that nobody looks through
(https://github.com/W-Floyd/ha-mqtt-iot/issues/44), so what they hold tells nothing.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from barometer_agent.sources.linux import sysfs

_DEVICES, _PROCESSES = Path("/dev"), Path("/proc")
_SERVERS = frozenset({"pipewire", "wireplumber"})


def is_in_use(devices: Path = _DEVICES, processes: Path = _PROCESSES) -> bool | None:
    """False without a camera; None where only the desktop's own servers hold one."""
    cameras = frozenset(str(path) for path in devices.glob("video*"))
    if not cameras:
        return False
    holders = {sysfs.text(process / "comm") for process in _processes(processes) if _holds(process / "fd", cameras)}
    if holders - _SERVERS:
        return True
    return None if holders else False


def _processes(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as found:
            yield from (Path(one.path) for one in found if one.name.isdecimal())
    except OSError:
        return


def _holds(files: Path, cameras: frozenset[str]) -> bool:
    """False for a process that has ended, or that is another person's."""
    try:
        return any(_target(link) in cameras for link in files.iterdir())
    except OSError:
        return False


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:  # it was closed meanwhile
        return ""
