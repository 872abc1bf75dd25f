"""Crashes that systemd-coredump recorded in the journal.

Read as journal entries, not through ``coredumpctl``: that has no cursor, so two crashes of one moment cannot be
told apart, and one executable whose name is not UTF-8 makes its whole JSON list fail (seen with systemd 252).
"""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command
from barometer_agent.sources.command import Output
from barometer_shared.samples import GapKind

MOST_AT_ONCE = 500  # about 300 KB of JSON; a crash loop is read in bites
_MESSAGE_ID = "fc2e22bc6ee647b6b90729ab34a250b1"  # SD_MESSAGE_COREDUMP in sd-messages.h
_FIELDS = ("EXE", "SIGNAL", "SIGNAL_NAME", "PACKAGE_VERSION")
_CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")
_FIRST_PERSON_UID = 1000  # login.defs(5): UID_MIN
# journalctl's words, which it has in English alone
_NO_ACCESS = "insufficient permissions"
_PARTIAL_ACCESS = "not seeing messages from other users"
_LOST_CURSOR = "Failed to seek to cursor"

_NO_COREDUMP = Reason(
    "systemd-coredump is not installed: nothing records crashes",
    "systemd-coredump is niet geïnstalleerd: niets legt crashes vast",
)
_NO_JOURNALCTL = Reason(
    "journalctl is not installed: crashes cannot be read",
    "journalctl is niet geïnstalleerd: crashes zijn niet te lezen",
)
_NO_RIGHT = Reason(
    "the journal may not be read: add the agent's account to the group systemd-journal",
    "geen leesrecht op het journal: zet het account van de agent in de groep systemd-journal",
)


@dataclass(frozen=True)
class Coredump:
    """One entry. ``record`` is its cursor in the journal; the others are those of ``sources.crashes.Crash``."""

    record: str
    at_us: int
    application: str
    kind: str
    version: str = ""


def read(after: str, since_us: int) -> tuple[Coredump, ...]:
    """Crashes recorded after the journal cursor ``after``, or since ``since_us`` where that is empty, oldest first."""
    if shutil.which("coredumpctl") is None:
        raise NoData(_NO_COREDUMP, GapKind.NOT_APPLICABLE)
    check_handler(_CORE_PATTERN)
    output = _journal(f"--cursor={after}") if after else _journal(_since(since_us))
    by_time = not after or _LOST_CURSOR in output.errors
    if after and by_time:
        output = _journal(_since(since_us))
    check_access(output, os.getuid())
    found = (crash for crash in parse(output.text) if not same_record(crash.record, after))
    return tuple(crash for crash in found if crash.at_us > since_us or not by_time)


def check_handler(core_pattern: Path) -> None:
    """Raises NoData when the kernel hands crashes to somebody else."""
    try:
        handler = core_pattern.read_text().strip()
    except OSError as error:
        why = Reason(
            f"{core_pattern} cannot be read: {error.strerror}", f"{core_pattern} is niet te lezen: {error.strerror}"
        )
        raise NoData(why) from error
    if "systemd-coredump" not in handler:
        taker = repr(handler[:80])
        raise NoData(
            Reason(
                f"the kernel hands crashes to {taker}, not to systemd-coredump: "
                "run sysctl --system, or remove what sets kernel.core_pattern",
                f"de kernel geeft crashes aan {taker} in plaats van aan systemd-coredump: "
                "voer sysctl --system uit, of haal weg wat kernel.core_pattern instelt",
            )
        )


def check_access(output: Output, uid: int) -> None:
    """Raises NoData when the journal could not be read, or a system account sees only its own part of it.

    A person's account without the group still sees the crashes of that person's own applications.
    """
    partial = _PARTIAL_ACCESS in output.errors and uid < _FIRST_PERSON_UID
    if _NO_ACCESS in output.errors or partial:
        raise NoData(_NO_RIGHT)
    if output.status != 0:
        said = output.errors.strip() or output.status
        raise NoData(Reason(f"journalctl failed: {said}", f"journalctl gaf een fout: {said}"))


def parse(text: str) -> tuple[Coredump, ...]:
    """The entries of ``journalctl -o json``, one a line, as crashes."""
    return tuple(_crash(json.loads(line)) for line in text.splitlines() if line.startswith("{"))


def same_record(one: str, other: str) -> bool:
    """Whether two journal cursors name one entry, wherever it was moved to since.

    Flushing the journal to disk numbers its entries anew (``s``, ``i``); boot, clocks and contents stay.
    """
    return bool(other) and _lasting(one) == _lasting(other)


def _since(since_us: int) -> str:
    return f"--since=@{since_us // 1_000_000}"


def _journal(start: str) -> Output:
    fields = ",".join(f"COREDUMP_{field}" for field in _FIELDS)
    # the entry of the cursor itself comes along, hence one more
    lines = f"--lines={MOST_AT_ONCE + 1}"
    output = command.run(
        "journalctl", "--output=json", f"--output-fields={fields}", lines, start, f"MESSAGE_ID={_MESSAGE_ID}"
    )
    if output is None:
        raise NoData(_NO_JOURNALCTL, GapKind.NOT_APPLICABLE)
    return output


def _crash(entry: dict[str, Any]) -> Coredump:
    signal = _text(entry.get("COREDUMP_SIGNAL"))
    return Coredump(
        record=entry["__CURSOR"],
        at_us=int(entry["__REALTIME_TIMESTAMP"]),
        application=_executable(_text(entry.get("COREDUMP_EXE"))),
        kind=_text(entry.get("COREDUMP_SIGNAL_NAME")) or f"signal {signal or 'unknown'}",
        version=_printable(_text(entry.get("COREDUMP_PACKAGE_VERSION"))),
    )


def _executable(path: str) -> str:
    return _printable(path.removesuffix(" (deleted)").rpartition("/")[2]) or "unknown"


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)[:120]


def _text(value: Any) -> str:
    """A journal field as text: JSON has a string, a list of bytes where it is not UTF-8, null where it is too long."""
    if isinstance(value, list) and value and isinstance(value[0], int):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, list):  # the field was given more than once
        return _text(value[0]) if value else ""
    return value if isinstance(value, str) else ""


def _lasting(cursor: str) -> list[str]:
    return [part for part in cursor.split(";") if part[:2] in ("b=", "m=", "t=", "x=")]
