"""Crashes that apport recorded: Ubuntu's handler, one report per program in ``/var/crash``.

A report is a text of ``Key: value`` lines (deb822 form); its file is named for the executable's path with ``_`` for
``/``, and the person's number: ``_usr_bin_gedit.1000.crash``. It belongs to that person, or to root, and may usually
not be read by others; then its name and its time tell which program crashed and when. A program that crashes again
before its report was looked at makes no new one: https://wiki.ubuntu.com/Apport

Anybody may write into the folder (mode 1777), so nothing in it is trusted: whatever is no report is passed over.
"""

import os
import re
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import plain_files
from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.linux.coredumps import executable
from barometer_agent.sources.records import Records

HANDLER = "apport"
MOST_AT_ONCE = 500
_FOLDER = Path("/var/crash")
_ROOT = Path("/")
_HEAD_BYTES = 65_536  # the dump itself comes last, as base64
_DAY_US = 86_400_000_000
_WANTED = ("ProblemType", "ExecutablePath", "Signal", "Package")
_SIGNALS = {"4": "SIGILL", "5": "SIGTRAP", "6": "SIGABRT", "7": "SIGBUS", "8": "SIGFPE", "11": "SIGSEGV"}
_REPORT = re.compile(r"(?P<path>.+)\.(?P<uid>\d{1,10})\.crash")
_PROGRAMS = ("usr", "opt", "snap")  # where packages put programs; people cannot write there
_NO_NAMES = frozenset({"", ".", ".."})
_MOST_STEPS = 200  # files asked for to tell what a name stands for; a name of a package takes some 20

Head = Callable[[Path, int], str | None]


@dataclass(frozen=True, order=True)
class _Report:
    at_us: int
    path: Path


def read(
    cursor: str,
    since_us: int,
    folder: Path = _FOLDER,
    root: Path = _ROOT,
    now_us: int | None = None,
    head: Head = plain_files.head,
) -> Records[Crash]:
    """Reports written after the moment that ``cursor`` names, or since ``since_us`` where that is empty.

    One that is dated after now waits until then. A cursor in the future, left by a clock that was wrong, is set back.
    """
    now_us = time.time_ns() // 1000 if now_us is None else now_us
    after_us = int(cursor) if cursor.isascii() and cursor.isdigit() else since_us - 1
    if after_us > now_us + _DAY_US:  # a clock that is set back a little must not have anything told twice
        after_us = now_us
    new = sorted(report for report in _reports(folder) if after_us < report.at_us <= now_us)[:MOST_AT_ONCE]
    last_us = new[-1].at_us if new else after_us
    return Records(tuple(found for report in new if (found := _crash(report, root, head))), str(last_us))


def parse(head: str) -> dict[str, str]:
    """The wanted ``Key: value`` lines; longer values go on in indented lines, which are skipped."""
    lines = (line.partition(": ") for line in head.splitlines() if line[:1].isalpha())
    return {key: value.strip() for key, _, value in lines if key in _WANTED}


def program_of(name: str, root: Path = _ROOT) -> str:
    """The executable that a report's file name stands for, by the files that there are; "unknown" where none fits."""
    found = _REPORT.fullmatch(name)
    first, _, rest = found["path"].removeprefix("_").partition("_") if found else ("", "", "")
    return (_Search().name_below(root / first, rest) if first in _PROGRAMS else "") or "unknown"


def _reports(folder: Path) -> list[_Report]:
    try:
        with os.scandir(folder) as entries:
            paths = [folder / entry.name for entry in entries if entry.name.endswith(".crash")]
    except FileNotFoundError:  # nothing crashed yet
        return []
    except OSError as error:
        reason = Reason("apport's reports cannot be listed", "de meldingen van apport zijn niet te zien")
        raise NoData(reason) from error
    return [found for path in paths if (found := _report(path))]


def _report(path: Path) -> _Report | None:
    """None for what is no report: a link, a pipe, or a file of somebody else than it is named for."""
    about, named = plain_files.about(path), _REPORT.fullmatch(path.name)
    if about is None or about.owner not in {0, int(named["uid"]) if named else 0}:
        return None
    return _Report(about.written_ns // 1000, path)


def _crash(report: _Report, root: Path, head: Head) -> Crash | None:
    told = parse(head(report.path, _HEAD_BYTES) or "")
    if told.get("ProblemType", "Crash") != "Crash":  # a package that failed to install, a kernel's own report
        return None
    application = executable(told.get("ExecutablePath", "")) if told else program_of(report.path.name, root)
    version = told.get("Package", "").partition(" ")[2].partition(" ")[0]
    return Crash(report.at_us, application, _signal(told.get("Signal", "")), version)


def _signal(number: str) -> str:
    known = re.fullmatch(r"[0-9]{1,2}", number)
    return _SIGNALS.get(number, f"signal {number if known else 'unknown'}")


class _Search:
    """For a file whose path, with ``_`` for ``/``, is known: in folders that are no links, in so many steps."""

    def __init__(self) -> None:
        self._steps = _MOST_STEPS

    def name_below(self, folder: Path, rest: str) -> str:
        """The name of the first such file below ``folder``; empty where there is none."""
        if self._is(folder / rest, stat.S_ISREG):
            return rest
        for place, character in enumerate(rest):
            if character != "_" or rest[:place] in _NO_NAMES or not self._is(folder / rest[:place], stat.S_ISDIR):
                continue
            if found := self.name_below(folder / rest[:place], rest[place + 1 :]):
                return found
        return ""

    def _is(self, path: Path, kind: Callable[[int], bool]) -> bool:
        self._steps -= 1
        if self._steps < 0:
            return False
        try:
            return kind(path.lstat().st_mode)
        except (OSError, ValueError):
            return False
