"""Why a boot ended, from what its journal and the next boot's hold: pure.

A boot that was shut down says so at its end: systemd stops the journal last, and before that reaches its targets.
Where that is missing the system went down without being told to. What the message ids stand for: sd-messages.h.
"""

import re
from collections.abc import Sequence

from barometer_agent.sources.linux import journal
from barometer_agent.sources.linux.journal import Entry

JOURNAL_STARTED = "f77379a8490b408bbe5f6940505a777b"
JOURNAL_STOPPED = "d93fb3c9c24d451a97cea615ce59c00b"
SHUTDOWN = "98268866d1d54a499c4e98921d93bc40"  # systemd-logind carries out what it was asked
UNIT_STARTED = "39f53479d3a045ac8e11786248231fbf"
UNIT_STOPPED = "9d1aaa27d60140bd96365438aad20286"

# Units that start at the end of every shutdown (bootup(7)), and one that stops at its beginning; the journal of a
# machine with /var on a volume of its own ends between the two.
_ENDING_UNITS = ("final.target", "reboot.target", "poweroff.target", "halt.target", "kexec.target")
_BASE_UNIT = "basic.target"
UPDATE_UNIT = "system-update.target"  # systemd.offline-updates(7)
_OFFLINE_UNITS = (UPDATE_UNIT, "packagekit-offline-update.service")  # of boots that only install updates
# Units that a timer starts each day, and that may restart when they have installed something: five minutes later by
# default (reboot_command in the documentation of DNF Automatic). "Started" is said of them when they are through.
_UPDATER_UNITS = ("dnf-automatic-install.service", "dnf-automatic.service", "dnf5-automatic.service")
RESTARTS_WITHIN_US = 600_000_000

# How a boot ended
MATCHES = (
    *(f"MESSAGE_ID={one}" for one in (JOURNAL_STARTED, JOURNAL_STOPPED, SHUTDOWN)),
    journal.BY_SYSTEM,
    "+",
    f"MESSAGE_ID={UNIT_STARTED}",
    *(f"UNIT={unit}" for unit in (*_ENDING_UNITS, *_OFFLINE_UNITS, *_UPDATER_UNITS)),
    journal.BY_SYSTEM,
    "+",
    f"MESSAGE_ID={UNIT_STOPPED}",
    f"UNIT={_BASE_UNIT}",
    journal.BY_SYSTEM,
)
# What the next boot found of it
AFTERMATH = (
    "SYSLOG_IDENTIFIER=systemd-pstore",
    journal.BY_SYSTEM,
    "+",
    f"MESSAGE_ID={UNIT_STARTED}",
    f"UNIT={UPDATE_UNIT}",
    journal.BY_SYSTEM,
)
FIELDS = ("MESSAGE_ID", "UNIT", "SYSLOG_IDENTIFIER", "MESSAGE")

# "Random reboot issues" in the kernel's Documentation/arch/x86/amd-debugging.rst (Linux 6.16 and later)
RESET_MESSAGE = "Previous system reset reason"
_RESET = re.compile(r"Previous system reset reason \[(0x[0-9a-fA-F]{1,16})\]")
_POWER_BUTTON_HELD = 1 << 1
_FAULTS = sum(1 << bit for bit in (0, 9, 23, 25, 27, 30, 31))  # heat, the processor, its watchdog, memory, parity


def reason(ended: Sequence[Entry], following: Sequence[Entry], kernel: Sequence[Entry]) -> tuple[str, str]:
    """The reason and the detail of ``sources.restarts.Restart``.

    ``ended``: the entries that fit MATCHES of the boot; ``following``: those that fit AFTERMATH of the next boot;
    ``kernel``: the next boot's own line about the reset, where there is one.
    """
    if not was_clean(ended):
        return _unclean(following, kernel)
    if _has_unit(ended, *_OFFLINE_UNITS) or _has_unit(following, UPDATE_UNIT) or _just_updated(ended):
        return "update", ""
    return ("user" if any(_is(entry, SHUTDOWN) for entry in ended) else "unknown"), ""


def was_clean(ended: Sequence[Entry]) -> bool:
    """Whether the boot was shut down; a journal that was stopped and started again goes on."""
    clean = False
    for entry in ended:
        if _is(entry, JOURNAL_STARTED):
            clean = False
        elif _is(entry, JOURNAL_STOPPED, SHUTDOWN, UNIT_STOPPED) or _ends(entry):
            clean = True
    return clean


def _just_updated(ended: Sequence[Entry]) -> bool:
    """Whether the shutdown came so soon after a unit that installs updates that it may be the unit's own."""
    asked = next((entry for entry in reversed(ended) if _is(entry, SHUTDOWN)), ended[-1])
    recent_us = journal.at_us(asked) - RESTARTS_WITHIN_US
    return _has_unit([entry for entry in ended if journal.at_us(entry) >= recent_us], *_UPDATER_UNITS)


def _unclean(following: Sequence[Entry], kernel: Sequence[Entry]) -> tuple[str, str]:
    told = next(filter(None, (_RESET.search(journal.text(entry, "MESSAGE")) for entry in kernel)), None)
    code = told[1].lower() if told else ""
    bits = int(code, 16) if code else 0
    if any(journal.text(entry, "SYSLOG_IDENTIFIER") == "systemd-pstore" for entry in following) or bits & _FAULTS:
        return "crash", code
    return ("power_loss" if bits & _POWER_BUTTON_HELD else "unclean"), code


def _is(entry: Entry, *ids: str) -> bool:
    return journal.text(entry, "MESSAGE_ID") in ids


def _ends(entry: Entry) -> bool:
    return _is(entry, UNIT_STARTED) and journal.text(entry, "UNIT") in _ENDING_UNITS


def _has_unit(entries: Sequence[Entry], *units: str) -> bool:
    return any(_is(entry, UNIT_STARTED) and journal.text(entry, "UNIT") in units for entry in entries)
