"""SQLite's write-ahead log, read without SQLite (sqlite.org/fileformat2.html, section 4).

SQLite takes the first frame whose sum is wrong for the end of the log, as a power cut leaves it. A flipped bit in the
middle looks the same, and would silently undo every commit behind it. They can be told apart: a commit is synced
before the next transaction writes its first frame, so a commit that is followed by a frame was durable.
"""

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
_MASK = 0xFFFFFFFF


class _Frame(NamedTuple):
    page: int
    pages_after: int  # of the database, where this frame ends a transaction; else 0
    body: bytes
    sound: bool  # its sum and those of all frames before it are right


@dataclass(frozen=True)
class Log:
    """What a log holds: the pages of its durable transactions and the size of the database after them.

    ``damaged``: SQLite would read less than what was durable.
    """

    pages: dict[int, bytes] = field(default_factory=dict)
    page_count: int | None = None
    damaged: bool = False


def read(path: Path, page_bytes: int) -> Log:
    """The log at ``path``; an empty one where there is none, or its header is not readable."""
    frames: list[_Frame] = []
    with suppress(OSError):  # what the disk cannot read any more, and what lies behind it
        frames.extend(_frames(path, page_bytes) if path.exists() else ())
    sound = _end([frame for frame in frames if frame.sound])
    proven = _end(frames[:-1])
    durable = frames[: max(sound, proven)]
    pages = {frame.page: frame.body for frame in durable}
    return Log(pages, durable[-1].pages_after if durable else None, proven > sound)


def _end(frames: list[_Frame]) -> int:
    """How many frames there are up to and with the last commit."""
    return max((number for number, frame in enumerate(frames, 1) if frame.pages_after), default=0)


def _frames(path: Path, page_bytes: int) -> Iterator[_Frame]:
    with path.open("rb") as file:
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size:
            return
        magic, _, size, _, *salt, sum0, sum1 = _HEADER.unpack(header)
        if magic not in _MAGIC or size != page_bytes:
            return
        order, sound, sums = _MAGIC[magic], True, (sum0, sum1)
        while len(data := file.read(_FRAME.size + page_bytes)) == _FRAME.size + page_bytes:
            page, pages_after, *frame_salt, sum0, sum1 = _FRAME.unpack_from(data)
            if frame_salt != salt:
                return
            body = data[_FRAME.size :]
            sums = _sum(body, _sum(data[:8], sums, order), order) if sound else sums
            sound = sound and sums == (sum0, sum1)
            yield _Frame(page, pages_after, body, sound)


def _sum(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    for one, other in struct.iter_unpack(f"{order}II", data):
        first = (first + one + second) & _MASK
        second = (second + other + first) & _MASK
    return first, second
