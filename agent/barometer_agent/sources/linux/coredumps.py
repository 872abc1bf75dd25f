"""Crashes that systemd-coredump recorded in the journal.

Read as journal entries, not through ``coredumpctl``: that has no cursor, so two crashes of one moment cannot be
told apart, and one executable whose name is not UTF-8 makes its whole JSON list fail (seen with systemd 252).

Anybody may write such an entry. Whose it is cannot be asked of journalctl: systemd-coredump writes it with the number
of the account whose program crashed, or of an account of its own, and as it ends at once journald may come too late to
see its name (2 of 22 real ones). So an entry is left out only where another program is known to have written it.

While systemd has counted no further crash, the journal is not read again, but for once an hour.
"""

import functools
import re
import shutil
from collections.abc import Callable

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.executables import own_name
from barometer_agent.sources.linux import journal
from barometer_agent.sources.linux.journal import Entry
from barometer_agent.sources.linux.standstill import Reading, Standstill
from barometer_agent.sources.records import Records
from barometer_shared.samples import GapKind

HANDLER = "systemd-coredump"
ASKED_FOR = "SIGQUIT"  # somebody wanted a dump of a running program: signal(7), "quit from keyboard"
_MATCH = ("MESSAGE_ID=fc2e22bc6ee647b6b90729ab34a250b1",)  # SD_MESSAGE_COREDUMP in sd-messages.h
_FIELDS = (
    "COREDUMP_EXE",
    "COREDUMP_SIGNAL",
    "COREDUMP_SIGNAL_NAME",
    "COREDUMP_PACKAGE_VERSION",
    "_COMM",
    "_UID",
    "_SYSTEMD_OWNER_UID",
)
# as far as the kernel keeps a name (proc_pid_comm(5)); the second where the kernel speaks to systemd's own socket
_WRITERS = ("systemd-coredum", "(coredump-worke")
SETTLES_SECONDS = 10.0  # between what systemd counts and what journalctl shows lies journald, which takes a moment
_SIGNAL = re.compile(r"SIG[A-Z0-9+]{1,20}")

_NOT_INSTALLED = Reason(
    "systemd-coredump is not installed: nothing records crashes",
    "systemd-coredump is niet geïnstalleerd: niets legt crashes vast",
)


def read(
    cursor: str, since_us: int, count: Callable[[], int | None] | None = None, standstill: Standstill | None = None
) -> Records[Crash]:
    """Crashes recorded after the journal cursor ``cursor``, or since ``since_us`` where that is empty.

    ``count`` is how many systemd counted, None where it does not tell; ``standstill`` what was read before in this
    process.
    """
    if shutil.which("coredumpctl") is None:
        raise NoData(_NOT_INSTALLED, GapKind.NOT_APPLICABLE)
    counted = (count or _counted)()
    return (standstill or _standstill()).follow(counted, cursor, since_us, lambda: _reading(cursor, since_us))


def crash(entry: Entry) -> Crash:
    """One entry of systemd-coredump."""
    signal, number = (
        _SIGNAL.fullmatch(journal.text(entry, "COREDUMP_SIGNAL_NAME")),
        journal.number(entry, "COREDUMP_SIGNAL"),
    )
    return Crash(
        at_us=journal.at_us(entry),
        application=executable(journal.text(entry, "COREDUMP_EXE")),
        kind=signal[0] if signal else f"signal {number if 0 < number < 100 else 'unknown'}",
        version=journal.text(entry, "COREDUMP_PACKAGE_VERSION"),
    )


def is_forged(entry: Entry) -> bool:
    """Whether another program wrote it, or a person did in a session of his own; journald tells, not the writer."""
    writer, person = journal.text(entry, "_COMM"), journal.text(entry, "_SYSTEMD_OWNER_UID")
    return writer not in ("", *_WRITERS) or (person != "" and person == journal.text(entry, "_UID"))


def executable(path: str) -> str:
    """The executable's own name: never its path, which may lie below a person's folder."""
    return own_name(path.removesuffix(" (deleted)"))


def _reading(cursor: str, since_us: int) -> Reading[Crash]:
    page = journal.follow(_MATCH, _FIELDS, cursor, since_us)
    crashes = (crash(entry) for entry in page.entries if not is_forged(entry))
    found = tuple(one for one in crashes if one.kind != ASKED_FOR)
    return Reading(Records(found, page.cursor, page.lost), whole=not page.has_more)


def _counted() -> int | None:
    from barometer_agent.sources.linux import coredump_count  # it takes memory, which others keep

    return coredump_count.read()


@functools.cache
def _standstill() -> Standstill:
    return Standstill(SETTLES_SECONDS)
