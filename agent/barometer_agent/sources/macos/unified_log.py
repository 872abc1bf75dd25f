"""The unified log: one search over a short stretch of time, in a process of its own.

Sources: log(1) for the arguments and the style ``ndjson`` (one JSON object a line, a line with a count at the end),
os_log(3). The log keeps what its size allows, often a few days; reading it needs root or an administrator.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command
from barometer_agent.sources.macos import local_time

_TIMEOUT_SECONDS = 120.0
_REFUSED = ("could not open", "not permitted", "must be admin", "requires")

_NO_RIGHT = Reason(
    "the unified log may not be read: run the agent as root",
    "geen leesrecht op het systeemlogboek (unified log): voer de agent uit als root",
)


@dataclass(frozen=True)
class Entry:
    """``at_us`` by the wall clock since 1970 UTC; ``ticks`` by the clock of the boot ``boot``, which never jumps.

    ``process`` is the executable's own name.
    """

    at_us: int
    ticks: int
    boot: str
    process: str
    message: str


def show(predicate: str, start_us: int, end_us: int) -> tuple[Entry, ...]:
    """What matches ``predicate`` between two moments, oldest first. Raises NoData where the log may not be read."""
    output = command.run(
        *("log", "show", "--style", "ndjson", "--predicate", predicate),
        *("--start", _local(start_us), "--end", _local(end_us + 999_999)),
        timeout_seconds=_TIMEOUT_SECONDS,
    )
    if output is None:
        raise NoData(Reason("log is not installed", "log is niet geïnstalleerd"))
    if output.status != 0:
        if any(words in output.errors.lower() for words in _REFUSED):
            raise NoData(_NO_RIGHT)
        raise NoData(command.failure("log", output))
    return parse(output.text)


def parse(text: str) -> tuple[Entry, ...]:
    """The entries of ``log show --style ndjson``, without its other lines: a heading, the count, one that was cut."""
    found = (_entry(line) for line in text.splitlines() if line.startswith("{"))
    return tuple(entry for entry in found if entry)


def _entry(line: str) -> Entry | None:
    try:
        record: dict[str, Any] = json.loads(line)
        at = datetime.strptime(record["timestamp"], "%Y-%m-%d %H:%M:%S.%f%z")
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    message, ticks = record.get("eventMessage"), record.get("machTimestamp")
    return Entry(
        at_us=round(at.timestamp() * 1_000_000),
        ticks=ticks if isinstance(ticks, int) and ticks > 0 else 0,
        boot=str(record.get("bootUUID") or "").upper(),
        process=str(record.get("processImagePath") or "").rpartition("/")[2],
        message=message if isinstance(message, str) else "",
    )


def _local(moment_us: int) -> str:
    """As log(1) takes it: local time, whole seconds."""
    return local_time.at(moment_us).isoformat(" ")
