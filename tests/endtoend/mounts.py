"""The disks of laptops, each mounted in the name of the process that made it: what a killed run left is found again."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

_OWNED_BY = "laptop-of-"


def owned() -> str:
    """What a disk that this process mounts is called in the table of mounts."""
    return f"{_OWNED_BY}{os.getpid()}"


def clear() -> None:
    """Take away the disks whose tests were killed before they could do so themselves, and end what runs on them.

    A laptop outlives the systemd-nspawn that was killed, and the next one would share its control groups.
    """
    mounts = Path("/proc/self/mounts").read_text()
    for folder in abandoned(mounts, lambda owner: Path(f"/proc/{owner}").exists()):
        for pid in on(Path(folder) / "disk"):
            with contextlib.suppress(ProcessLookupError):  # it ended with the first process of its laptop
                os.kill(pid, signal.SIGKILL)
        subprocess.run(["umount", "--recursive", "--lazy", folder], check=False)


def on(disk: Path) -> list[int]:
    """The processes whose whole system ``disk`` is."""
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if _has_root(path, disk)]


def abandoned(mounts: str, runs: Callable[[int], bool]) -> list[str]:
    """The folders in ``mounts`` (proc_pid_mounts(5)) whose owner does not run any more."""
    owned_disks = (line.split(" ")[:2] for line in mounts.splitlines() if line.startswith(_OWNED_BY))
    return [folder for source, folder in owned_disks if not runs(int(source.removeprefix(_OWNED_BY)))]


def _has_root(process: Path, disk: Path) -> bool:
    try:
        return (process / "root").samefile(disk)
    except OSError:  # it ended, or there is no such disk
        return False
