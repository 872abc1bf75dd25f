"""Boots as Windows measured them itself, with their culprits and the kind of boot.

The total is MainPathBootTime, the figure that a person finds in the Event Viewer: from the start of the kernel (so
without firmware and boot loader) to the desktop, without the wait for a password. The kind is in the System log,
"Kernel-Boot" 27: BootType 0 is cold, 1 fast start-up, 2 hibernation.
"""

import re

from barometer_agent.sampler import NoData
from barometer_agent.sources.boots import Boot, Culprit
from barometer_agent.sources.executables import own_name
from barometer_agent.sources.records import Records
from barometer_agent.sources.windows import channel, cursors, performance, starts
from barometer_agent.sources.windows.channel import Log
from barometer_agent.sources.windows.cursors import Cursor
from barometer_agent.sources.windows.eventlog import EventLog
from barometer_agent.sources.windows.events import Event

_KINDS = {0: "cold", 1: "fast_startup", 2: "hibernation"}
_CULPRITS = {
    101: "application",
    102: "driver",
    103: "service",
    104: "system",
    105: "prefetch",
    106: "prefetch",
    107: "policy",
    108: "policy",
    109: "device",
    110: "session",
}
_INNER_BUS = re.compile(r"(?i)(PCI|ACPI|ROOT|SWD|HDAUDIO)\\")  # a device on another bus may bear a person's name
_BOOT_TYPE = channel.of("Microsoft-Windows-Kernel-Boot", 27)
_MARGIN_US = 60_000_000
_TOUCHING_US = 1_000_000
_LONGEST = 100


def read(cursor: str, since_us: int, log: Log | None = None, now_us: int | None = None) -> Records[Boot]:
    """Boots after ``cursor``; one that Windows did not measure has no length, and is told as any other if it then does.

    Raises NoData where Windows records none, or where its log may not be read.
    """
    logs = log or EventLog()
    now = performance.now_us() if now_us is None else now_us
    before = cursors.restored(cursor)
    found = performance.follow(logs, (performance.BOOT, *performance.CULPRITS), before.boots, since_us)
    ready, waiting = performance.boots(found.events, now)
    types = _types(logs, ready)
    others, position = starts.not_measured(logs, before.other, since_us, now)
    told = (*(parse(boot, found.events, types) for boot in ready), *others)
    after = Cursor(found.cursor(waiting), position)
    return Records(tuple(sorted(told, key=lambda boot: boot.at_us)), after.text, found.lost)


def parse(boot: Event, events: tuple[Event, ...], types: tuple[Event, ...]) -> Boot:
    """One boot out of its event 100, the culprits among ``events`` and the boot types that were logged about then."""
    start_us, end_us = performance.span_us(boot)
    idle_us = _us(boot, "BootPostBootTime")
    return Boot(
        at_us=end_us - (idle_us or 0),
        total_us=_us(boot, "MainPathBootTime"),
        idle_us=idle_us,
        phases_us=_phases_us(boot),
        culprits=_culprits(events, start_us, end_us),
        after_update=boot.is_true("BootIsRebootAfterInstall"),
        kind=_kind(types, start_us, end_us),
    )


def _phases_us(boot: Event) -> dict[str, int]:
    """What MainPathBootTime consists of; what older versions of the event do not tell is missing."""
    session, sign_in = boot.number("SessionInitStartTimeMS"), boot.number("WinLogonStartTimeMS")
    profile, other = boot.number("BootUserProfileProcessingTime"), boot.number("OtherLogonInitActivityDuration")
    found = {
        "kernel": session,
        "session": sign_in - session if sign_in is not None and session is not None else None,
        "policy": boot.number("BootMachineProfileProcessingTime"),
        "sign_in": profile + other if profile is not None and other is not None else profile,
        "desktop": boot.number("BootExplorerInitTime"),
    }
    return {phase: ms * 1000 for phase, ms in found.items() if ms is not None and ms >= 0}


def _culprits(events: tuple[Event, ...], start_us: int, end_us: int) -> tuple[Culprit, ...]:
    """Those whose StartTime, the start of the boot that they slowed, lies within this one; the slowest first."""
    found = [
        Culprit(name, _CULPRITS[event.id], us)
        for event in events
        if event.id in _CULPRITS
        and start_us - _TOUCHING_US <= (event.moment_us("StartTime") or 0) <= end_us
        and (name := _name(event))
        and (us := _us(event, "TotalTime"))
    ]
    return tuple(sorted(found, key=lambda culprit: culprit.us, reverse=True))


def _name(event: Event) -> str:
    """The short name of a file or service. Of a device what it is called, or only its bus."""
    name = event.data.get("Name", "").strip()
    if _CULPRITS[event.id] != "device":
        return own_name(name, event.data.get("Path", ""))[:_LONGEST] if name else ""
    called = event.data.get("FriendlyName", "").strip()
    return called[:_LONGEST] if called and _INNER_BUS.match(name) else f"{name.partition(chr(92))[0]} device"[:_LONGEST]


def _types(log: Log, boots: list[Event]) -> tuple[Event, ...]:
    if not boots:
        return ()
    spans = [performance.span_us(boot) for boot in boots]
    try:
        return channel.between(
            log, "System", _BOOT_TYPE, min(start for start, _ in spans) - _MARGIN_US, max(end for _, end in spans)
        )
    except NoData:  # the boots themselves are worth telling
        return ()


def _kind(types: tuple[Event, ...], start_us: int, end_us: int) -> str:
    near = [event for event in types if start_us - _MARGIN_US <= event.at_us <= end_us]
    if not near:
        return "cold"
    nearest = min(near, key=lambda event: abs(event.at_us - start_us))
    return _KINDS.get(nearest.number("BootType") or 0, "cold")


def _us(event: Event, name: str) -> int | None:
    ms = event.number(name)
    return None if ms is None else ms * 1000
