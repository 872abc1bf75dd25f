"""Crashes that apport recorded: Ubuntu's handler, one report per program in ``/var/crash``.

A report is a text of ``Key: value`` lines (deb822 form); its file is named for the executable's path with ``_`` for
``/``, and the person's number: ``_usr_bin_gedit.1000.crash``. It belongs to the person and may usually not be read by
others; then its name and its time tell which program crashed and when. A program that crashes again before its report
was looked at makes no new one: https://wiki.ubuntu.com/Apport
"""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.linux.coredumps import executable, printable
from barometer_agent.sources.records import Records

HANDLER = "apport"
_FOLDER = Path("/var/crash")
_ROOT = Path("/")
_HEAD_BYTES = 65_536  # the dump itself comes last, as base64
_WANTED = ("ProblemType", "ExecutablePath", "Signal", "Package")
_SIGNALS = {"4": "SIGILL", "5": "SIGTRAP", "6": "SIGABRT", "7": "SIGBUS", "8": "SIGFPE", "11": "SIGSEGV"}
_REPORT = re.compile(r"(?P<path>_.+)\.(?P<uid>\d+)\.crash")


def read(cursor: str, since_us: int, folder: Path = _FOLDER, root: Path = _ROOT) -> Records[Crash]:
    """Reports written after the moment that ``cursor`` names, or since ``since_us`` where that is empty."""
    after_us = int(cursor) if cursor.isascii() and cursor.isdigit() else since_us - 1
    try:
        reports = sorted((_written_us(path), path) for path in folder.glob("*.crash"))
    except OSError as error:
        said = f"{folder}: {error.strerror}"
        reason = Reason(f"apport's reports cannot be listed: {said}", f"apports meldingen zijn niet te zien: {said}")
        raise NoData(reason) from error
    new = [(at_us, path) for at_us, path in reports if at_us > after_us]
    last_us = new[-1][0] if new else after_us
    return Records(tuple(found for at_us, path in new if (found := _crash(path, at_us, root))), str(last_us))


def parse(head: str) -> dict[str, str]:
    """The wanted ``Key: value`` lines; longer values go on in indented lines, which are skipped."""
    lines = (line.partition(": ") for line in head.splitlines() if line[:1].isalpha())
    return {key: value.strip() for key, _, value in lines if key in _WANTED}


def program_of(name: str, root: Path = _ROOT) -> str:
    """The executable that a report's file name stands for, by the files that there are; "unknown" where none fits."""
    found = _REPORT.fullmatch(name)
    if not found:
        return "unknown"
    return next(_files(root, found["path"][1:]), "unknown")


def _crash(path: Path, at_us: int, root: Path) -> Crash | None:
    try:
        with path.open("rb") as report:
            told = parse(report.read(_HEAD_BYTES).decode("utf-8", "replace"))
    except OSError:
        told = {}
    if told.get("ProblemType", "Crash") != "Crash":  # a package that failed to install, a kernel's own report
        return None
    application = executable(told.get("ExecutablePath", "")) if told else program_of(path.name, root)
    number = told.get("Signal", "")
    version = told.get("Package", "").partition(" ")[2].partition(" ")[0]
    return Crash(at_us, application, _SIGNALS.get(number, f"signal {number or 'unknown'}"), printable(version))


def _written_us(path: Path) -> int:
    return path.stat().st_mtime_ns // 1000


def _files(folder: Path, rest: str) -> Iterator[str]:
    """The names of files below ``folder`` whose path, with ``_`` for ``/``, is ``rest``."""
    with contextlib.suppress(OSError):
        if (folder / rest).is_file():
            yield rest
        starts = [index for index, character in enumerate(rest) if character == "_"]
        for start in starts:
            deeper = folder / rest[:start]
            if rest[:start] and deeper.is_dir():
                yield from _files(deeper, rest[start + 1 :])
