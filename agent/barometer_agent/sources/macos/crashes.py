"""Crashes and hangs that macOS reported, each once, however often its report was copied or moved.

A report appears after what it tells of, and copies of it are dated later still. So the cursor is a moment and what was
told of the day before it: a report of that day is told once, one that is older is a copy.
"""

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.cursor import kept, restored
from barometer_agent.sources.macos import report_files, reports
from barometer_agent.sources.macos.reports import HANG, PANIC, Incomplete, Report
from barometer_agent.sources.records import Records

MOST_AT_ONCE = 500
LATEST_US = 86_400_000_000  # a report that turns up later than a day after its crash is a copy
_ID_DIGITS = 16


@dataclass(frozen=True)
class Told:
    """The cursor: ``at_us`` of the latest that was told, nothing before ``from_us``, and when each of that day was."""

    at_us: int
    from_us: int
    incidents: Mapping[str, int]

    @property
    def earliest_us(self) -> int:
        """What happened before it is no news."""
        return max(self.from_us, self.at_us - LATEST_US)


def read(cursor: str, since_us: int) -> Records[Crash]:
    """Crashes and hangs after ``cursor``, or since ``since_us``. Raises NoData where no report may be read."""
    return since(report_files.folders(), cursor, since_us, time.time_ns() // 1000)


def since(places: Sequence[Path], cursor: str, since_us: int, now_us: int, most: int = MOST_AT_ONCE) -> Records[Crash]:
    """The same for the folders ``places`` at the moment ``now_us``, ``most`` at once."""
    before = restored(cursor, Told) or Told(since_us, since_us, {})
    found = report_files.changed(places, before.earliest_us)
    missing = report_files.check_access(places, found)
    news = (one for one in _unknown(found.files, before.incidents) if one.at_us >= before.earliest_us)
    fresh = sorted(news, key=lambda report: report.at_us)[:most]
    after = _after(before, fresh, now_us)
    return Records(tuple(map(_crash, fresh)), kept(after), missing)


def _unknown(files: Sequence[Path], known: Mapping[str, int]) -> Iterator[Report]:
    """The reports of which nothing was told yet, each once; one that is still being written is left for later."""
    seen = set(known)
    for path in files:
        if _id(reports.incident(path.name, report_files.text(path, report_files.FIRST_LINE_BYTES))) in seen:
            continue
        try:
            report = reports.parse(path.name, report_files.text(path), report_files.person_of(path))
        except Incomplete:
            continue
        if report and report.sort != PANIC and _id(report.incident) not in seen:
            seen.add(_id(report.incident))
            yield report


def _after(before: Told, fresh: Sequence[Report], now_us: int) -> Told:
    latest_us = max(before.at_us, fresh[-1].at_us if fresh else 0)
    at_us = min(latest_us, now_us)  # a report that is dated after now must not hide what follows
    told = {**before.incidents, **{_id(report.incident): report.at_us for report in fresh}}
    kept = {name: when_us for name, when_us in told.items() if when_us >= at_us - LATEST_US}
    return Told(at_us, min(before.from_us, at_us), kept)


def _id(incident: str) -> str:
    return hashlib.sha256(incident.encode()).hexdigest()[:_ID_DIGITS]


def _crash(report: Report) -> Crash:
    return Crash(report.at_us, report.application, report.kind, report.version, hang=report.sort == HANG)
