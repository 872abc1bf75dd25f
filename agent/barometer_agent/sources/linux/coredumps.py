"""Crashes that systemd-coredump recorded in the journal.

Read as journal entries, not through ``coredumpctl``: that has no cursor, so two crashes of one moment cannot be
told apart, and one executable whose name is not UTF-8 makes its whole JSON list fail (seen with systemd 252).
"""

import shutil

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.executables import own_name
from barometer_agent.sources.linux import journal
from barometer_agent.sources.linux.journal import Entry
from barometer_agent.sources.records import Records
from barometer_shared.samples import GapKind

HANDLER = "systemd-coredump"
ASKED_FOR = "SIGQUIT"  # somebody wanted a dump of a running program: signal(7), "quit from keyboard"
_MATCH = ("MESSAGE_ID=fc2e22bc6ee647b6b90729ab34a250b1",)  # SD_MESSAGE_COREDUMP in sd-messages.h
_FIELDS = ("COREDUMP_EXE", "COREDUMP_SIGNAL", "COREDUMP_SIGNAL_NAME", "COREDUMP_PACKAGE_VERSION")

_NOT_INSTALLED = Reason(
    "systemd-coredump is not installed: nothing records crashes",
    "systemd-coredump is niet geïnstalleerd: niets legt crashes vast",
)


def read(cursor: str, since_us: int) -> Records[Crash]:
    """Crashes recorded after the journal cursor ``cursor``, or since ``since_us`` where that is empty."""
    if shutil.which("coredumpctl") is None:
        raise NoData(_NOT_INSTALLED, GapKind.NOT_APPLICABLE)
    page = journal.follow(_MATCH, _FIELDS, cursor, since_us)
    crashes = (crash(entry) for entry in page.entries)
    return Records(tuple(one for one in crashes if one.kind != ASKED_FOR), page.cursor, page.lost)


def crash(entry: Entry) -> Crash:
    """One entry of systemd-coredump."""
    signal = journal.text(entry, "COREDUMP_SIGNAL")
    return Crash(
        at_us=journal.at_us(entry),
        application=executable(journal.text(entry, "COREDUMP_EXE")),
        kind=journal.text(entry, "COREDUMP_SIGNAL_NAME") or f"signal {signal or 'unknown'}",
        version=journal.text(entry, "COREDUMP_PACKAGE_VERSION"),
    )


def executable(path: str) -> str:
    """The executable's own name: never its path, which may lie below a person's folder."""
    return own_name(path.removesuffix(" (deleted)"))
