"""How boots ended, in the System log.

A start is "Kernel-Boot" 27 (boot type 0: cold, 1: fast start-up; 2 only wakes up from hibernation). What follows it
tells of a bad end: "Kernel-Power" 41 (BugcheckCode; PowerButtonTimestamp when the button was held), 1001 of
"WER-SystemErrorReporting" (the bug check). So does "EventLog" 6008, but it stands before the start: the service of the
event log writes it as it comes up, and only then what the kernel had kept for it since the start, with earlier times
and later numbers. What went before a start tells of a good end too: "User32" 1074 (param1 the process, param4 the
reason code of "System Shutdown Reason Codes"; the account is not read) and "Kernel-General" 13, which the kernel wrote
last. Sources: Microsoft, "Event ID 41: The system has rebooted without cleanly shutting down", "Event ID 6008 is
unexpectedly logged to the System event log after you shut down and restart your computer".
"""

import re
import time
from dataclasses import dataclass, field

from barometer_agent.sources.executables import own_name
from barometer_agent.sources.records import Records
from barometer_agent.sources.restarts import Restart
from barometer_agent.sources.windows import channel
from barometer_agent.sources.windows.channel import Log
from barometer_agent.sources.windows.eventlog import EventLog
from barometer_agent.sources.windows.events import Event, number

CHANNEL = "System"
AFTERMATH_US = 600_000_000  # the report of a bug check is written some minutes after the start
_BOOT, _POWER = "Microsoft-Windows-Kernel-Boot", "Microsoft-Windows-Kernel-Power"
_REPORT, _GENERAL = "Microsoft-Windows-WER-SystemErrorReporting", "Microsoft-Windows-Kernel-General"
_SERVICE, _ASKED = "EventLog", "User32"
_EVENTS = ((_BOOT, 27), (_POWER, 41), (_REPORT, 1001), (_SERVICE, 6008), (_ASKED, 1074), (_GENERAL, 13))
_WANTED = " or ".join(f"({channel.of(*each)})" for each in _EVENTS)

_OPERATING_SYSTEM, _APPLICATION = 2, 4  # major reasons
_UPDATES = frozenset(
    {0x2, 0x3, 0x10, 0x11, 0x12, 0x16, 0x17, 0x18}
)  # minor: installation, upgrade, (un)installed fixes
_UPDATERS = frozenset({"trustedinstaller.exe", "mousocoreworker.exe", "usoclient.exe", "wuauclt.exe", "tiworker.exe"})
_UPDATERS_BEGIN = ("musnotif", "setuphost", "windowsupdate")
_DESKTOP = frozenset({"explorer.exe", "startmenuexperiencehost.exe", "runtimebroker.exe", "logonui.exe"})


@dataclass
class _Start:
    """One start: what was logged since the one before it, and after it."""

    event: Event
    before: list[Event]
    after: list[Event] = field(default_factory=list)


def read(cursor: str, since_us: int, log: Log | None = None, now_us: int | None = None) -> Records[Restart]:
    """Ends of boots after ``cursor``. Raises NoData where the log may not be read."""
    found = channel.follow(log or EventLog(), CHANNEL, _WANTED, cursor, since_us)
    restarts, waiting = parse(found.events, time.time_ns() // 1000 if now_us is None else now_us)
    return Records(restarts, found.cursor(waiting), found.lost)


def parse(events: tuple[Event, ...], now_us: int) -> tuple[tuple[Restart, ...], Event | None]:
    """The ends of boots, and from which event on to read again because the story is not over.

    The events before the first start of a reading end the boot before it; those after its last start may belong to the
    next. A start is told when its aftermath has passed.
    """
    starts, pending = _starts(events)
    young = next((index for index, start in enumerate(starts) if _is_young(start.event, now_us)), len(starts))
    restarts = tuple(_restart(start) for start in starts[:young])
    waiting = [event for start in starts[young:] for event in (*start.before, start.event)] + pending
    return restarts, waiting[0] if waiting else None


def _starts(events: tuple[Event, ...]) -> tuple[list[_Start], list[Event]]:
    starts: list[_Start] = []
    pending: list[Event] = []
    for event in events:
        if event.provider == _BOOT:
            if (event.number("BootType") or 0) in (0, 1):
                starts.append(_Start(event, pending))
                pending = []
        elif event.provider in (_POWER, _REPORT):
            if starts:
                starts[-1].after.append(event)
        else:
            pending.append(event)
    return starts, pending


def _is_young(start: Event, now_us: int) -> bool:
    return now_us - AFTERMATH_US < start.at_us <= now_us


def _restart(start: _Start) -> Restart:
    bad = [event for event in start.after if event.at_us <= start.event.at_us + AFTERMATH_US]
    if bad or _was_missed(start.before):
        return _bad_end(start.event.at_us, bad)
    ended = [event for event in start.before if event.provider != _SERVICE]
    asked = [event for event in ended if event.provider == _ASKED]
    if asked:
        return _asked_for(asked[-1])
    return Restart(ended[-1].at_us if ended else start.event.at_us, "unknown")


def _was_missed(before: list[Event]) -> bool:
    """Whether the event log's service found its own end missing, and the kernel did not write that it shut down."""
    providers = {event.provider for event in before}
    return _SERVICE in providers and _GENERAL not in providers


def _bad_end(at_us: int, events: list[Event]) -> Restart:
    dirty = next((event for event in events if event.provider == _POWER), None)
    report = next((event for event in events if event.provider == _REPORT), None)
    code = (dirty.number("BugcheckCode") if dirty else 0) or (_bug_check(report) if report else 0)
    if code:
        return Restart(at_us, "crash", f"0x{code:08x}")
    if report:
        return Restart(at_us, "crash")
    if dirty and (dirty.number("PowerButtonTimestamp") or dirty.is_true("LongPowerButtonPressDetected")):
        return Restart(at_us, "power_loss")
    return Restart(at_us, "unclean")


def _bug_check(report: Event) -> int:
    """``0x0000009f (0x0000000000000003, ...)``: the first of them."""
    found = re.match(r"\s*(0x[0-9a-fA-F]+)", report.text("param1", 0))
    return int(found[1], 16) if found else 0


def _asked_for(event: Event) -> Restart:
    process = own_name(event.text("param1", 0).partition(" (")[0]).lower()  # C:\...\explorer.exe (HOST)
    code = number(event.text("param4", 3)) or 0
    detail = f"0x{code:08x}"
    major, minor = code >> 16 & 0xFF, code & 0xFFFF
    installs = major in (_OPERATING_SYSTEM, _APPLICATION) and minor in _UPDATES
    if installs or process in _UPDATERS or process.startswith(_UPDATERS_BEGIN):
        return Restart(event.at_us, "update", detail)
    wanted = event.by_person or process in _DESKTOP
    return Restart(event.at_us, "user" if wanted else "system", detail)
