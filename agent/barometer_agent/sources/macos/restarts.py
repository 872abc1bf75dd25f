"""How each boot of this Mac ended.

A start that no shutdown precedes was none that anybody wanted: a panic where there is a report of one, else unknown,
unless macOS was updated then (it starts the Mac several times, on its own). For the end of the boot before this one
the unified log may know more: the code of the System Management Controller (``Previous shutdown cause``, Intel alone:
0 lost power, 3 the button was held, 5 a proper shutdown, below 0 the hardware cut the power, -128 for no known
reason; Apple documents none of them, technicians' lists agree on these) and what the login window was asked
(``logoutType``: Restart, Shutdown, with SoftwareUpdate among its words).
"""

import itertools
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from barometer_agent.sampler import NoData
from barometer_agent.sources.cursor import kept, restored
from barometer_agent.sources.macos import ended_boots, install_history, panics, this_boot, unified_log
from barometer_agent.sources.macos.ended_boots import REBOOT, SHUTDOWN, Mark
from barometer_agent.sources.macos.this_boot import ThisBoot
from barometer_agent.sources.macos.unified_log import Entry
from barometer_agent.sources.records import Records
from barometer_agent.sources.restarts import Restart

MOST_AT_ONCE = 500
PANIC_LATEST_US = 15 * 60_000_000  # the report is written within minutes after the start
UPDATE_US = 3 * 3_600_000_000  # an update is entered when it is finished, up to some hours after its first restart
_BEFORE_US = 3_600_000_000
_LONGEST_OFF_US = 7 * 24 * _BEFORE_US  # what the log still holds is rarely older
_AFTER_US = 10 * 60_000_000
_UNKNOWN_CODE = -128
_HELD, _NO_POWER = 3, 0
_CODE = re.compile(r"Previous shutdown cause: (-?\d{1,4})", re.IGNORECASE)
_ASKED = re.compile(r"logoutType:? *\W*(Restart|Shutdown)", re.IGNORECASE)
_PREDICATE = (
    '(process == "kernel" AND eventMessage BEGINSWITH[c] "Previous shutdown cause")'
    ' OR (process == "loginwindow" AND eventMessage CONTAINS "logoutType")'
)


@dataclass(frozen=True)
class Seen:
    """The cursor: the boot and build of the last reading, and the start that was told last."""

    boot: str
    build: str
    reboot_us: int


@dataclass(frozen=True)
class Account:
    """What the log knows of one end: the controller's ``code``, what was asked for, and whether for an update."""

    code: int | None = None
    asked: str = ""
    for_update: bool = False


def read(cursor: str, since_us: int, most: int = MOST_AT_ONCE) -> Records[Restart]:
    """Ends of boots after ``cursor``, or since ``since_us``. Raises NoData where the accounting does not tell."""
    before = restored(cursor, Seen)
    boot = this_boot.read()
    if before and before.boot == boot.uuid:
        return Records((), cursor)
    marks = ended_boots.read(time.time_ns() // 1000)
    from_us = before.reboot_us if before else since_us
    reboots = [end for end in ends(marks, panics.read(from_us), install_history.read()) if end[0] > from_us]
    told = [restart for _, restart in reboots[:most]]
    if told and len(reboots) <= most:
        told[-1] = explained(told[-1], _account(told[-1], boot), bool(before and before.build not in ("", boot.build)))
    if len(reboots) > most:
        return Records(tuple(told), kept(Seen("", before.build if before else "", reboots[most - 1][0])))
    latest_us = max((mark.at_us for mark in marks if mark.what == REBOOT), default=from_us)
    return Records(tuple(told), kept(Seen(boot.uuid, boot.build, max(from_us, latest_us))))


def ends(
    marks: Sequence[Mark], panicked_us: Sequence[int], updated_us: Sequence[int]
) -> tuple[tuple[int, Restart], ...]:
    """The end of each recorded boot but the last, with the start that followed it, oldest first."""
    starts = [mark.at_us for mark in marks if mark.what == REBOOT]
    return tuple(
        (start, _end(before, start, marks, panicked_us, updated_us)) for before, start in itertools.pairwise(starts)
    )


def _end(
    before: int, start: int, marks: Sequence[Mark], panicked_us: Sequence[int], updated_us: Sequence[int]
) -> Restart:
    panic = next((at_us for at_us in panicked_us if before < at_us <= start + PANIC_LATEST_US), None)
    if panic is not None:
        return Restart(min(panic, start), "crash", "panic")
    proper = [mark.at_us for mark in marks if mark.what == SHUTDOWN and before <= mark.at_us <= start]
    if any(abs(at_us - start) <= UPDATE_US for at_us in updated_us):
        return Restart(proper[-1] if proper else start, "update")
    return Restart(proper[-1], "unknown") if proper else Restart(start, "unclean")


def explained(restart: Restart, account: Account, updated: bool) -> Restart:
    """``restart`` with what the log knows of it, and whether macOS was another one before."""
    if restart.reason == "crash":
        return restart
    if updated or account.for_update:
        return replace(restart, reason="update")
    if restart.reason == "unclean":
        code = account.code
        detail = "" if code is None else str(code)
        cut = code is not None and (code in (_NO_POWER, _HELD) or (code < 0 and code != _UNKNOWN_CODE))
        return replace(restart, reason="power_loss" if cut else "unclean", detail=detail)
    return replace(restart, reason="user") if restart.reason == "unknown" and account.asked else restart


def account_of(entries: Sequence[Entry]) -> Account:
    """What ``entries`` of the log say; the last word of each counts."""
    codes = [found[1] for entry in entries if (found := _CODE.search(entry.message))]
    asked = [(found[1], entry.message) for entry in entries if (found := _ASKED.search(entry.message))]
    return Account(
        code=int(codes[-1]) if codes else None,
        asked=asked[-1][0] if asked else "",
        for_update=bool(asked) and "softwareupdate" in asked[-1][1].lower(),
    )


def _account(restart: Restart, boot: ThisBoot) -> Account:
    try:
        first_us = max(restart.at_us, boot.began_us - _LONGEST_OFF_US) - _BEFORE_US
        return account_of(unified_log.show(_PREDICATE, first_us, boot.began_us + _AFTER_US))
    except NoData:  # without the log the end keeps the reason that the accounting gives it
        return Account()
