"""A cursor as JSON of a struct or dataclass: where a reader was at its last reading, as its sampler keeps it."""

from typing import TypeVar

import msgspec

Position = TypeVar("Position")


def restored(cursor: str | None, kind: type[Position]) -> Position | None:
    """The position of that ``kind``; None at the first reading, and where the cursor was damaged."""
    try:
        return msgspec.json.decode(cursor, type=kind) if cursor else None
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None


def kept(position: object) -> str:
    """The cursor for a position."""
    return msgspec.json.encode(position).decode()
