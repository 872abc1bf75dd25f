"""Graphical sign-ins, from the journal: from logind's new session to the person's graphical session target.

GNOME and KDE Plasma reach ``graphical-session.target`` of the person's own systemd when their desktop is up
(systemd.special(7)); other desktops tell nothing, and then nothing is claimed. Who signed in never leaves this module:
the account's name only pairs the two records. Of what a person's own systemd tells the account is journald's word, so
nobody can tell of somebody else's desktop.
"""

import functools
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from barometer_agent.sampler import Reason
from barometer_agent.sources.linux import journal, sessions
from barometer_agent.sources.linux.journal import Entry, Page
from barometer_agent.sources.linux.standstill import Reading, Standstill
from barometer_agent.sources.records import Records
from barometer_agent.sources.sign_ins import SignIn

_SESSION = "8d45620c1a4348dbb17410da57c60c66"  # SD_MESSAGE_SESSION_START, by logind
_MANAGER = "eed00a68ffd84e31882105fd973abdd1"  # SD_MESSAGE_USER_STARTUP_FINISHED, by the person's systemd
_UNIT_STARTED = "39f53479d3a045ac8e11786248231fbf"  # SD_MESSAGE_UNIT_STARTED
_DESKTOP_UNIT = "graphical-session.target"
MATCHES = (
    f"MESSAGE_ID={_SESSION}",
    journal.BY_SYSTEM,
    "+",
    f"MESSAGE_ID={_MANAGER}",
    "+",
    f"MESSAGE_ID={_UNIT_STARTED}",
    f"USER_UNIT={_DESKTOP_UNIT}",
)
FIELDS = ("MESSAGE_ID", "USER_ID", "_UID", "USER_UNIT", "_BOOT_ID")
LONGEST_US = 600_000_000  # a sign-in that took longer was no sign-in: the desktop was started again later
_PEOPLE = range(1000, 60_000)  # login.defs(5): not the sign-in screen's own account

_SILENT_DESKTOP = Reason(
    "this desktop does not tell systemd when it is there: GNOME and KDE Plasma do",
    "dit bureaublad meldt systemd niet wanneer het er is: GNOME en KDE Plasma doen dat wel",
)


@dataclass(frozen=True)
class _Moment:
    kind: str  # "session", "manager" or "desktop"
    who: str  # the account's name for a session, else its number
    boot: str
    monotonic_us: int
    at_us: int


def account_name(uid: int) -> str:
    """The name of an account, which stays in this module; empty where there is none."""
    if sys.platform == "win32":
        return ""
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        import pwd

        try:
            return pwd.getpwuid(uid).pw_name
        except KeyError:
            return ""


def read(
    cursor: str,
    since_us: int,
    logind: Path = sessions.FOLDER,
    name_of: Callable[[int], str] = account_name,
    standstill: Standstill | None = None,
) -> Records[SignIn]:
    """Sign-ins whose desktop came up after ``cursor``. Raises NoData where somebody works at a silent desktop.

    While nobody came or went since a reading in this process, the journal is not read again, but for once an hour;
    ``standstill`` is what was read before, unless another is given.
    """
    look = sessions.names(logind)
    return (standstill or _standstill()).follow(
        look, cursor, since_us, lambda: _reading(cursor, since_us, logind, name_of)
    )


def settle(page: Page, cursor: str, now_us: int) -> Page:
    """``page`` up to the first session that may still be on its way to its desktop: that is read again next time."""
    for index, entry in enumerate(page.entries):
        young = 0 <= now_us - journal.at_us(entry) < LONGEST_US
        if young and journal.text(entry, "MESSAGE_ID") == _SESSION and not any(map(_is_desktop, page.entries[index:])):
            before = page.entries[index - 1]["__CURSOR"] if index else cursor
            return Page(page.entries[:index], before, page.lost)
    return page


def sign_ins(entries: Sequence[Entry], name_of: Callable[[int], str]) -> tuple[SignIn, ...]:
    """Each desktop that came up, paired with the last session of that account before it in the same boot."""
    moments = [moment for entry in entries if (moment := _moment(entry))]
    found = []
    for index, moment in enumerate(moments):
        if moment.kind == "desktop":
            told = _sign_in(moment, moments[:index], name_of(int(moment.who)))
            found += [told] if told else []
    return tuple(found)


def _reading(cursor: str, since_us: int, logind: Path, name_of: Callable[[int], str]) -> Reading[SignIn]:
    page = journal.follow(MATCHES, FIELDS, cursor, since_us)
    settled = settle(page, cursor, time.time_ns() // 1000)
    found = sign_ins(settled.entries, name_of)
    if not found and not page.has_more and _waits_in_vain(settled.entries, logind):
        return Reading(Records((), cursor), whole=True, nothing=_SILENT_DESKTOP)
    return Reading(Records(found, settled.cursor, settled.lost), whole=not page.has_more)


@functools.cache
def _standstill() -> Standstill:
    return Standstill(LONGEST_US / 1_000_000)


def _sign_in(desktop: _Moment, earlier: Sequence[_Moment], name: str) -> SignIn | None:
    session = _last(earlier, "session", name, desktop)
    if session is None or _last(earlier, "desktop", desktop.who, desktop, session.monotonic_us):
        return None  # without a sign-in of its own: the desktop was started again
    total_us = desktop.monotonic_us - session.monotonic_us
    if not 0 < total_us <= LONGEST_US:
        return None
    manager = _last(earlier, "manager", desktop.who, desktop, session.monotonic_us)
    phases = {}
    if manager is not None:
        ready_us = manager.monotonic_us - session.monotonic_us
        phases = {"profile": ready_us, "desktop": total_us - ready_us}
    return SignIn(desktop.at_us, total_us, phases)


def _last(moments: Sequence[_Moment], kind: str, who: str, before: _Moment, since_us: int = 0) -> _Moment | None:
    fitting = (
        one
        for one in reversed(moments)
        if (one.kind, one.who, one.boot) == (kind, who, before.boot) and one.monotonic_us >= since_us
    )
    return next(fitting, None)


def _moment(entry: Entry) -> _Moment | None:
    identity, uid = journal.text(entry, "MESSAGE_ID"), journal.number(entry, "_UID")
    if identity == _SESSION:
        kind, who = "session", journal.text(entry, "USER_ID")
    elif uid in _PEOPLE:
        kind, who = ("manager" if identity == _MANAGER else "desktop"), str(uid)
    else:
        return None
    monotonic_us = journal.number(entry, "__MONOTONIC_TIMESTAMP")
    return _Moment(kind, who, journal.text(entry, "_BOOT_ID"), monotonic_us, journal.at_us(entry))


def _is_desktop(entry: Entry) -> bool:
    return journal.text(entry, "USER_UNIT") == _DESKTOP_UNIT and journal.number(entry, "_UID") in _PEOPLE


def _waits_in_vain(entries: Sequence[Entry], logind: Path) -> bool:
    """Whether somebody has a desktop in front that did not say so in all of this boot."""
    signed_in = any(journal.text(entry, "MESSAGE_ID") == _SESSION for entry in entries)
    if not signed_in or not any(not session.greeter for session in sessions.read(logind)):
        return False
    told = journal.ask(FIELDS, "--boot", "--lines=50", f"MESSAGE_ID={_UNIT_STARTED}", f"USER_UNIT={_DESKTOP_UNIT}")
    return not any(map(_is_desktop, told))
