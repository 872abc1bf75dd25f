"""Crashes and hangs in the Application log: "Application Error" 1000 and "Application Hang" 1002.

The fields have names since Windows 11 (AppName, AppVersion, ExceptionCode, ...); before that they stand in the same
order without. A crash in .NET gives "Application Error" too, so ".NET Runtime" 1026 would count it twice, and
"Windows Error Reporting" 1001 comes once more for each report of it: neither is read.
"""

from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.executables import own_name
from barometer_agent.sources.records import Records
from barometer_agent.sources.windows import channel
from barometer_agent.sources.windows.channel import Log
from barometer_agent.sources.windows.eventlog import EventLog
from barometer_agent.sources.windows.events import Event

CHANNEL = "Application"
_CRASH, _HANG = 1000, 1002
_WANTED = f"({channel.of('Application Error', _CRASH)}) or ({channel.of('Application Hang', _HANG)})"
_LONGEST = 100


def read(cursor: str, since_us: int, log: Log | None = None) -> Records[Crash]:
    """Crashes and hangs after ``cursor``, each once. Raises NoData where the log may not be read."""
    found = channel.follow(log or EventLog(), CHANNEL, _WANTED, cursor, since_us)
    return Records(parse(found.events), found.cursor(), found.lost)


def parse(events: tuple[Event, ...]) -> tuple[Crash, ...]:
    """One per process: a process that hangs may be reported again, and crash when it is closed."""
    known: set[tuple[str, str]] = set()
    crashes = []
    for event in events:
        crash, process = _crash(event), _process(event)
        if crash is None or (all(process) and process in known):
            continue
        known.add(process)
        crashes.append(crash)
    return tuple(crashes)


def _crash(event: Event) -> Crash | None:
    told = event.text("AppName", 0)
    if not told:
        return None
    path = event.text("ExeFileName", 5) if event.id == _HANG else event.text("AppPath", 10)
    application = own_name(told, path)
    version = event.text("AppVersion", 1)[:_LONGEST]
    if event.id == _HANG:
        return Crash(event.at_us, application, "hang", _known(version), hang=True)
    code = event.text("ExceptionCode", 6).lower().removeprefix("0x")
    return Crash(event.at_us, application, f"0x{code}" if code else "", _known(version))


def _process(event: Event) -> tuple[str, str]:
    """Its number and when it started: no other process has both."""
    if event.id == _HANG:
        return _hexadecimal(event.text("ProcessId", 2)), _hexadecimal(event.text("StartTime", 3))
    return _hexadecimal(event.text("ProcessId", 8)), _hexadecimal(event.text("ProcessCreationTime", 9))


def _hexadecimal(text: str) -> str:
    return text.lower().removeprefix("0x").lstrip("0")


def _known(version: str) -> str:
    return "" if version == "0.0.0.0" else version  # noqa: S104 - a version, not an address
