"""What one diagnostic report says: a crash, a hang or a panic of the system.

Sources: "Interpreting the JSON format of a crash report" and "Examining the fields in a crash report" (Apple's Xcode
documentation) for ``.ips`` (a JSON object on the first line, the report as a second one below it) and ``.crash``;
spindump(8) for the text of hang reports, which may follow such a first line too. Kinds of reports that are no crash,
hang or panic (``bug_type`` 298 memory, 202 processor time, 288 stacks, 385 faults that end nothing) are none of ours.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from barometer_agent.sources.executables import own_name

CRASH, HANG, PANIC = "crash", "hang", "panic"
_BUG_TYPES = {"309": CRASH, "109": CRASH, "210": PANIC}
_HANG_EVENTS = frozenset({"hang", "spin", "spin-lite"})
_HEADER_LINES = 60
_LONGEST_NAME = 120
_LONGEST_KIND = 40
_TIME = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)? ([+-]\d{4})")
_FIELD = re.compile(r"([A-Z][A-Za-z/ ]{1,30}):\s+(.*)")
_KIND = re.compile(r"[A-Za-z0-9_ .-]+")


class Incomplete(ValueError):  # noqa: N818 - what is still being written is no error
    """The report is still being written, or was cut off."""


@dataclass(frozen=True)
class Report:
    """``incident`` names what happened, the same in every copy. ``sort`` is CRASH, HANG or PANIC.

    ``application`` is the executable's own name, ``kind`` its signal or exception; both are empty for a panic.
    """

    incident: str
    at_us: int
    sort: str
    application: str = ""
    version: str = ""
    kind: str = ""


def incident(name: str, text: str) -> str:
    """What the report in the file ``name`` is known by, told by its first line alone where it has an id."""
    told = _metadata(text).get("incident_id")
    return told if isinstance(told, str) and told else name


def parse(name: str, text: str, person: str = "") -> Report | None:
    """The report in the file ``name``; None where it is of another sort. Raises Incomplete.

    ``person`` is the home folder in which it lies; what was called after that has no name here.
    """
    suffix = PurePath(name).suffix
    metadata = _metadata(text)
    if suffix == ".ips" and not metadata:
        raise Incomplete(name)
    sort = PANIC if suffix == ".panic" else _BUG_TYPES.get(str(metadata.get("bug_type")))
    if sort == PANIC:
        at_us = moment_us(str(metadata.get("timestamp", "")))
        return Report(incident(name, text), at_us, PANIC) if at_us else None
    body = text.partition("\n")[2] if metadata else text
    if sort == CRASH and body.lstrip().startswith("{"):
        return _crash(name, text, metadata, _payload(name, body), person)
    if sort == CRASH and not body.strip():
        raise Incomplete(name)
    return _from_text(incident(name, text), metadata, body, person)


def moment_us(text: str) -> int | None:
    """``2024-02-15 08:05:05.00 -0600`` in microseconds since 1970 UTC; None for anything else."""
    found = _TIME.search(text)
    if not found:
        return None
    try:
        at = datetime.strptime(f"{found[1]} {found[3]}", "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return None
    return round(at.timestamp()) * 1_000_000 + int((found[2] or "0").ljust(6, "0"))


def _metadata(text: str) -> dict[str, Any]:
    line = text.partition("\n")[0].strip()
    try:
        told = json.loads(line) if line.startswith("{") and line.endswith("}") else {}
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _payload(name: str, body: str) -> dict[str, Any]:
    try:
        told, _ = json.JSONDecoder().raw_decode(body.lstrip())
    except (ValueError, RecursionError) as error:
        raise Incomplete(name) from error
    return told if isinstance(told, dict) else {}


def _crash(name: str, text: str, metadata: dict[str, Any], payload: dict[str, Any], person: str) -> Report | None:
    at_us = moment_us(str(payload.get("captureTime", ""))) or moment_us(str(metadata.get("timestamp", "")))
    if not at_us or payload.get("isSimulated"):  # a fault that was reported as a crash while nothing ended
        return None
    application = payload.get("procName") or metadata.get("app_name") or metadata.get("name")
    version = metadata.get("app_version")
    called = _name(application, payload.get("procPath"), person)
    return Report(incident(name, text), at_us, CRASH, called, _version(str(version or "")), _crash_kind(payload))


def _crash_kind(payload: dict[str, Any]) -> str:
    exception, termination = payload.get("exception"), payload.get("termination")
    if isinstance(exception, dict) and (told := exception.get("signal") or exception.get("type")):
        return _kind(str(told))
    if isinstance(termination, dict) and termination.get("namespace"):
        return _kind(f"{termination['namespace']} {termination.get('code', '')}")
    return "unknown"


def _from_text(known_as: str, metadata: dict[str, Any], body: str, person: str) -> Report | None:
    fields = _fields(body)
    at_us = moment_us(fields.get("Date/Time", "")) or moment_us(str(metadata.get("timestamp", "")))
    if not at_us:
        return None
    known_as, path = fields.get("Incident Identifier", known_as), fields.get("Path")
    if fields.get("Event", "").lower() in _HANG_EVENTS:
        hung = _name(fields.get("Command"), path, person)
        return Report(known_as, at_us, HANG, hung, _version(fields.get("Version")), HANG)
    if "Exception Type" in fields:
        process = fields.get("Process", "").partition(" [")[0]
        signal = re.search(r"\((SIG\w+)\)", fields["Exception Type"])
        kind = signal[1] if signal else _kind(fields["Exception Type"])
        return Report(known_as, at_us, CRASH, _name(process, path, person), _version(fields.get("Version")), kind)
    return None


def _fields(body: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in body.splitlines()[:_HEADER_LINES]:
        if found := _FIELD.match(line):
            fields.setdefault(found[1], found[2].strip())
    return fields


def _name(told: Any, path: Any, person: str) -> str:
    """An executable's own name; Apple writes USER for the name of the home folder that it lay in."""
    return own_name(str(told or ""), str(path or "").replace("/Users/USER/", f"/Users/{person}/"))


def _version(told: str | None) -> str:
    """``1.2`` of ``1.2 (345)``; empty where the report knows none (``??? (???)``)."""
    version = (told or "").partition(" (")[0].strip()
    return "" if "?" in version or not version.isprintable() else version[:_LONGEST_NAME]


def _kind(told: str) -> str:
    found = _KIND.match(told)
    return found[0].strip()[:_LONGEST_KIND] if found else "unknown"
