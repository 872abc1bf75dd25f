"""Wake-ups from sleep, from what kernel and systemd-sleep write to the journal: fixed messages, never localised.

A wake-up begins when the processor runs again and ends when systemd-sleep has thawed the system and run what must run
after sleep (SD_MESSAGE_SLEEP_STOP). Where the kernel says that the processor runs again it does so in one of two ways:
``ACPI: PM: Low-level resume complete`` (suspend to RAM), or ``PM: resume devices took S seconds`` (kernels built with
CONFIG_PM_TEST_SUSPEND). A laptop that sleeps in s2idle under another kernel leaves no trace of that moment, and then
nothing is claimed. See the kernel's Documentation/admin-guide/pm/sleep-states.rst and power/suspend.c.
"""

import re
from collections.abc import Sequence

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.linux import journal
from barometer_agent.sources.linux.journal import Entry, Page
from barometer_agent.sources.records import Records
from barometer_agent.sources.wakes import Wake

_SLEEP_STOP = "8811e6df2a8e40f58a94cea26f8ebf14"
_SLEEP_START = "6bbd95ee977941e497c48be27c254128"
# Anchored by systemd's own records, so that the journal is searched by its index; the kernel's lines lie between.
_SLEEPS = (f"MESSAGE_ID={_SLEEP_START}", f"MESSAGE_ID={_SLEEP_STOP}", journal.BY_SYSTEM)
_FIELDS = ("MESSAGE_ID", "MESSAGE", "_SOURCE_MONOTONIC_TIMESTAMP", "_BOOT_ID", "SLEEP")
_HOUR_US = 3_600_000_000
_MOST_LINES = 2000
MOST_AT_ONCE = 20  # each takes a process of its own
_TO_MEMORY = ("suspend", "suspend-then-hibernate", "")

_RUNS_AGAIN = re.compile(r"^ACPI: (?:PM: )?Low-level resume complete")
_DEVICES_TOOK = re.compile(r"^PM: resume (?:of )?devices took (\d{1,5})\.(\d{3}) seconds")
_STOPPED = re.compile(r"^PM: suspend entry")
_THAWED = re.compile(r"^PM: suspend exit")

_NOT_TOLD = Reason(
    "this kernel does not record the moment of waking (s2idle without CONFIG_PM_TEST_SUSPEND)",
    "deze kernel legt het moment van ontwaken niet vast (s2idle zonder CONFIG_PM_TEST_SUSPEND)",
)


def read(cursor: str, since_us: int) -> Records[Wake]:
    """Wake-ups that ended after ``cursor``. Raises NoData where the kernel did not say when the last one began."""
    page = settle(journal.follow(_SLEEPS, _FIELDS, cursor, since_us), cursor)
    slept = pairs(page.entries)[-MOST_AT_ONCE:]
    if slept and not page.has_more and _wake(*slept[-1]) is None:
        raise NoData(_NOT_TOLD)
    found = tuple(wake for start, stop in slept if (wake := _wake(start, stop)))
    return Records(found, page.cursor, page.lost)


def settle(page: Page, cursor: str) -> Page:
    """``page`` without a sleep at its end that has not ended yet: that is read again next time."""
    if not page.entries or journal.text(page.entries[-1], "MESSAGE_ID") != _SLEEP_START:
        return page
    before = page.entries[-2]["__CURSOR"] if len(page.entries) > 1 else cursor
    return Page(page.entries[:-1], before, page.lost)


def pairs(entries: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """Each end of a sleep with its beginning in the same boot; not of hibernation, which is a boot."""
    found: list[tuple[Entry, Entry]] = []
    start: Entry | None = None
    for entry in entries:
        if journal.text(entry, "MESSAGE_ID") == _SLEEP_START:
            start = entry
        elif start is not None and journal.text(start, "_BOOT_ID") == journal.text(entry, "_BOOT_ID"):
            found += [(start, entry)] if journal.text(start, "SLEEP") in _TO_MEMORY else []
            start = None
    return found


def wake_up(kernel: Sequence[Entry], stop: Entry) -> Wake | None:
    """From the kernel's lines between a sleep's beginning and its ``stop``; None where they do not tell.

    The kernel dates its lines by a clock that drifts away from the journal's, so each part is measured on one clock.
    """
    thawed = next((entry for entry in reversed(kernel) if _THAWED.match(journal.text(entry, "MESSAGE"))), None)
    began_us = _ran_again_us(kernel)
    if thawed is None or began_us is None:
        return None
    devices_us = _kernel_us(thawed) - began_us
    after_us = journal.number(stop, "__MONOTONIC_TIMESTAMP") - journal.number(thawed, "__MONOTONIC_TIMESTAMP")
    total_us = devices_us + max(0, after_us)
    return Wake(journal.at_us(stop), total_us) if 0 < total_us < _HOUR_US else None


def _ran_again_us(kernel: Sequence[Entry]) -> int | None:
    """When the processor ran again after the last time that it stopped, on the kernel's clock."""
    found = None
    for entry in reversed(kernel):
        message = journal.text(entry, "MESSAGE")
        took = _DEVICES_TOOK.match(message)
        if took:
            found = _kernel_us(entry) - int(took[1] + took[2]) * 1000
        elif _RUNS_AGAIN.match(message):
            found = _kernel_us(entry)
        elif _STOPPED.match(message):
            break
    return found


def _wake(start: Entry, stop: Entry) -> Wake | None:
    since, until = journal.at_us(start) // 1_000_000, journal.at_us(stop) // 1_000_000 + 1
    span = (f"--since=@{since}", f"--until=@{until}", f"--lines=+{_MOST_LINES}")
    return wake_up(journal.ask(_FIELDS, *span, "_TRANSPORT=kernel"), stop)


def _kernel_us(entry: Entry) -> int:
    return journal.number(entry, "_SOURCE_MONOTONIC_TIMESTAMP")
