"""How full is the volume that the system and its users work on? The standard library answers on all three systems."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

_MAC_DATA = Path("/System/Volumes/Data")


@dataclass(frozen=True)
class Space:
    """Bytes that are used, and bytes that an ordinary account may still fill."""

    used: int
    free: int


def read(volume: Path | None = None) -> Space:
    """The space of ``volume``, by default the one that the system writes to."""
    usage = shutil.disk_usage(volume or system_volume())
    return Space(usage.used, usage.free)


def system_volume(platform: str = sys.platform, mac_data: Path = _MAC_DATA) -> Path:
    """Where the system writes: on Linux ``/``, or ``/var`` where ``/`` is a sealed image, which is always full.

    macOS has a volume of its own for data since 10.15; where it has none, as in its recovery, it writes to ``/``.
    """
    if platform == "win32":
        return Path(os.environ.get("SYSTEMDRIVE", "C:") + "\\")
    if platform == "darwin":
        return mac_data if mac_data.is_dir() else Path("/")
    return Path("/var" if _is_sealed("/") else "/")


def _is_sealed(mount: str) -> bool:
    if sys.platform == "win32":
        return False
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        return bool(os.statvfs(mount).f_flag & os.ST_RDONLY)
