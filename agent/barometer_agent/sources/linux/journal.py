"""The systemd journal, read by short-lived ``journalctl`` processes as JSON.

Entries are recognised by their fields and by MESSAGE_ID (sd-messages.h of systemd), never by localised text. Cursors
and their parts: systemd.journal-fields(7), https://systemd.io/JOURNAL_EXPORT_FORMATS.
"""

import dataclasses
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command
from barometer_agent.sources.command import Output
from barometer_shared.samples import GapKind

BY_SYSTEM = "_UID=0"  # a match for what root wrote; anybody may write any field that does not begin with _
MOST_AT_ONCE = 500  # about 300 KB of JSON; a crash loop is read in bites
_FIRST_PERSON_UID = 1000  # login.defs(5): UID_MIN
_TIMEOUT_SECONDS = 30  # a journal of several gigabytes on a slow disk
# journalctl's words, which it has in English alone
_NO_ACCESS = "insufficient permissions"
_PARTIAL_ACCESS = "not seeing messages from other users"
_LOST_CURSOR = "Failed to seek to cursor"
_NO_ENTRIES = "No journal files were found"

Entry = Mapping[str, Any]

NO_JOURNALCTL = Reason(
    "journalctl is not installed: the journal cannot be read",
    "journalctl is niet geïnstalleerd: het journal is niet te lezen",
)
_NO_RIGHT = Reason(
    "the journal may not be read: add the agent's account to the group systemd-journal",
    "geen leesrecht op het journal: zet het account van de agent in de groep systemd-journal",
)
_VANISHED = Reason(
    "the journal was rotated or cleared since the last reading: records in between may be missing",
    "het journal is sinds de vorige keer opgeschoond: er kunnen regels tussenuit zijn",
)


@dataclasses.dataclass(frozen=True)
class Page:
    """What is new: entries oldest first, at most MOST_AT_ONCE; ``cursor`` and ``lost`` as in ``sources.records``."""

    entries: tuple[Entry, ...]
    cursor: str
    lost: Reason | None = None

    @property
    def has_more(self) -> bool:
        """Whether more may follow: then reading must go on, also where nothing of use was found in this part."""
        return len(self.entries) >= MOST_AT_ONCE


def follow(matches: Sequence[str], fields: Sequence[str], cursor: str, since_us: int) -> Page:
    """The entries that fit ``matches`` (of journalctl) after ``cursor``, or since ``since_us`` where that is empty.

    The cursor must be that of an entry that fits ``matches``. Where it has vanished, those since ``since_us`` follow,
    and ``lost`` says so. Raises NoData where the journal may not be read.
    """
    if not cursor:
        return _since(matches, fields, since_us)
    output = _journalctl(fields, f"--lines={MOST_AT_ONCE + 1}", f"--cursor={cursor}", *matches)
    found = () if _LOST_CURSOR in output.errors else _checked(output)
    if found and same_record(found[0]["__CURSOR"], cursor):
        return Page(found[1:], found[-1]["__CURSOR"])
    return dataclasses.replace(_since(matches, fields, since_us), lost=_VANISHED)


def ask(fields: Sequence[str], *arguments: str) -> tuple[Entry, ...]:
    """The entries that journalctl gives for ``arguments``; none where the boot that they name is not there."""
    output = _journalctl(fields, *arguments)
    return () if output.status != 0 and _is_plain_failure(output) else _checked(output)


def parse(text: str) -> tuple[Entry, ...]:
    """The entries of ``journalctl --output=json``, one a line; a line that was cut off is left out."""
    return tuple(found for line in text.splitlines() if (found := _entry(line)))


def text(entry: Entry, field: str) -> str:
    """A field as text: JSON has a string, a list of bytes where it is not UTF-8, null where it is too long."""
    value = entry.get(field)
    if isinstance(value, list) and value and isinstance(value[0], int):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, list):  # the field was given more than once
        return value[0] if value and isinstance(value[0], str) else ""
    return value if isinstance(value, str) else ""


def number(entry: Entry, field: str) -> int:
    """A field as a whole number; 0 where it is none."""
    value = text(entry, field)
    return int(value) if value.isascii() and value.isdigit() else 0


def at_us(entry: Entry) -> int:
    """When the journal took the entry in, wall clock since 1970 UTC."""
    return number(entry, "__REALTIME_TIMESTAMP")


def same_record(one: str, other: str) -> bool:
    """Whether two cursors name one entry, wherever it was moved to since.

    Flushing the journal to disk numbers its entries anew (``s``, ``i``); boot, clocks and contents stay.
    """
    return bool(other) and _lasting(one) == _lasting(other)


def check_access(output: Output, uid: int | None = None) -> None:
    """Raises NoData when the journal could not be read, or a system account sees only its own part of it.

    A person's account (``uid``, by default this one) without the group still sees what its own programs recorded.
    """
    uid = _own_uid() if uid is None else uid
    partial = _PARTIAL_ACCESS in output.errors and uid < _FIRST_PERSON_UID
    if _NO_ACCESS in output.errors or partial:
        raise NoData(_NO_RIGHT)
    if output.status != 0 and _NO_ENTRIES not in output.errors:
        raise NoData(command.failure("journalctl", output))


def _since(matches: Sequence[str], fields: Sequence[str], since_us: int) -> Page:
    # the + asks for the oldest, also where a systemd after 253 would give the newest; older ones read a number
    output = _journalctl(fields, f"--lines=+{MOST_AT_ONCE}", f"--since=@{since_us // 1_000_000}", *matches)
    found = tuple(entry for entry in _checked(output) if at_us(entry) >= since_us)
    return Page(found, found[-1]["__CURSOR"] if found else "")


def _journalctl(fields: Sequence[str], *arguments: str) -> Output:
    asked = ("--output=json", "--no-pager", f"--output-fields={','.join(fields)}", *arguments)
    output = command.run("journalctl", *asked, timeout_seconds=_TIMEOUT_SECONDS)
    if output is None:
        raise NoData(NO_JOURNALCTL, GapKind.NOT_APPLICABLE)
    return output


def _checked(output: Output) -> tuple[Entry, ...]:
    check_access(output)
    return parse(output.text)


def _own_uid() -> int:
    if sys.platform == "win32":
        return 0
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        return os.getuid()


def _is_plain_failure(output: Output) -> bool:
    return not any(words in output.errors for words in (_NO_ACCESS, _PARTIAL_ACCESS))


def _entry(line: str) -> Entry | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "__CURSOR" in found else None


def _lasting(cursor: str) -> list[str]:
    return [part for part in cursor.split(";") if part[:2] in ("b=", "m=", "t=", "x=")]
