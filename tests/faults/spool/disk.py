"""A hand on the switch of the disk: ``files/``, compiled, preloaded into a process, and told when to strike."""

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

SOURCES = Path(__file__).with_name("files")
ROOT = SOURCES.parents[3]
_MEMORY = Path("/dev/shm")  # noqa: S108 - folders of our own are made in it
MEMORY = _MEMORY if _MEMORY.is_dir() else None  # where nothing waits for a real disk
MISSING = None if sys.platform == "linux" and shutil.which("gcc") else "gcc on Linux compiles the file layer"


class Power(IntEnum):
    """What becomes of writes that were not synced when the process is killed."""

    KEPT = 0  # kill -9: the system has them
    CUT = 1  # none of them reached the disk
    TORN = 2  # some of their sectors did


@dataclass(frozen=True)
class Strike:
    """At which call that changes a file something happens, counted from 1; 0 is never."""

    kill_at: int = 0
    power: Power = Power.KEPT
    seed: int = 0
    fail_from: int = 0
    fail_to: int = 0
    error: int = errno.EIO


def build(folder: Path) -> Path:
    """The compiled file layer, in ``folder``."""
    library = folder / "files.so"
    options = ["-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run(["gcc", *options, "-o", library, *sorted(SOURCES.glob("*.c")), "-ldl"], check=True)
    return library


def preloaded(library: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of ours in a Python whose file calls go through ``library``."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "LD_PRELOAD": str(library), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def arm(folder: Path | None, strike: Strike) -> None:
    """From now on calls on files in ``folder`` are counted, and the strike happens; None ends it."""
    control = ctypes.CDLL(None).faults_arm
    control.argtypes = [
        ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_uint64, ctypes.c_long, ctypes.c_long, ctypes.c_int,
    ]  # fmt: skip
    control.restype = None
    path = None if folder is None else os.fsencode(folder)
    control(path, strike.kill_at, strike.power, strike.seed, strike.fail_from, strike.fail_to, strike.error)


def unreadable(path: Path, begin: int, end: int) -> None:
    """From now on these bytes of the file cannot be read, also under another name."""
    control = ctypes.CDLL(None).faults_unreadable
    control.argtypes = [ctypes.c_char_p, ctypes.c_long, ctypes.c_long]
    control.restype = None
    control(os.fsencode(path), begin, end)


def calls() -> int:
    """How many calls there were since ``arm``."""
    count = ctypes.CDLL(None).faults_calls
    count.restype = ctypes.c_long
    return int(count())
