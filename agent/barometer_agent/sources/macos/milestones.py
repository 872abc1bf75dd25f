"""The milestones of starting and signing in that a Mac leaves in its unified log.

Apple documents none of these messages; they stand in the logs of macOS 11 to 26 and in what is published about them.
``kprintf initialized``: the firmware is done, the kernel begins (Apple silicon). ``Server is starting up``: the window
server, which shows the login window, and with FileVault the screen that unlocks the disk. ``sessionDidLogin``: the
password was accepted. ``login state: LoginComplete``: the login window has started Dock and Finder.
Times are those of the clock ``machTimestamp``: the wall clock is set during the start, more than once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from barometer_agent.sources.macos import unified_log
from barometer_agent.sources.macos.this_boot import ThisBoot
from barometer_agent.sources.macos.unified_log import Entry

KERNEL, SCREEN, SIGNED_IN, DESKTOP = "kernel", "screen", "signed_in", "desktop"
_LONGEST_US = 86_400_000_000
_MESSAGES = (
    (KERNEL, "kernel", "kprintf initialized"),
    (SCREEN, "WindowServer", "Server is starting up"),
    (SIGNED_IN, "loginwindow", "com.apple.sessionDidLogin"),
    (DESKTOP, "loginwindow", "login state: LoginComplete"),
)
_PREDICATE = " OR ".join(
    f'(process == "{process}" AND eventMessage CONTAINS "{text}")' for _, process, text in _MESSAGES
)


@dataclass(frozen=True)
class Milestone:
    """``at_us`` by the wall clock since 1970 UTC, ``since_start_us`` by the clock of the boot."""

    name: str
    at_us: int
    since_start_us: int


@dataclass(frozen=True)
class SignedIn:
    """One sign-in: when the desktop was there, by the wall clock, and how long that took from the password on."""

    at_us: int
    total_us: int


def read(boot: ThisBoot, start_us: int, end_us: int) -> tuple[Milestone, ...]:
    """The milestones of ``boot`` between two moments. Raises NoData where the log may not be read."""
    return of(unified_log.show(_PREDICATE, start_us, end_us), boot)


def of(entries: Sequence[Entry], boot: ThisBoot) -> tuple[Milestone, ...]:
    """The milestones of ``boot`` among ``entries``, in the order in which they were passed."""
    found = [
        Milestone(name, entry.at_us, _since_start_us(entry, boot))
        for entry in entries
        if entry.boot in ("", boot.uuid) and (name := _name(entry))
    ]
    return tuple(sorted((one for one in found if one.since_start_us >= 0), key=lambda one: one.since_start_us))


def sign_ins(passed: Sequence[Milestone]) -> tuple[SignedIn, ...]:
    """Each accepted password that a desktop followed, before another password was accepted."""
    found: list[SignedIn] = []
    accepted: Milestone | None = None
    for milestone in passed:
        if milestone.name == SIGNED_IN:
            accepted = milestone
        elif milestone.name == DESKTOP and accepted:
            total_us = milestone.since_start_us - accepted.since_start_us
            if total_us <= _LONGEST_US:
                found.append(SignedIn(milestone.at_us, total_us))
            accepted = None
    return tuple(found)


def _name(entry: Entry) -> str | None:
    return next((name for name, process, text in _MESSAGES if entry.process == process and text in entry.message), None)


def _since_start_us(entry: Entry, boot: ThisBoot) -> int:
    if not entry.ticks:
        return entry.at_us - boot.began_us
    return entry.ticks * 1_000_000 // boot.ticks_per_second
