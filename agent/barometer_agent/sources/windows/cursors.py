"""Where a reader is that follows the log of starts and a second log beside it."""

import msgspec


class Cursor(msgspec.Struct, frozen=True, omit_defaults=True):
    """``boots`` and ``other``: the cursors of the two logs. ``told_us``: when what the second alone told happened."""

    boots: str = ""
    other: str = ""
    told_us: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """As it is kept."""
        return msgspec.json.encode(self).decode()


def restored(text: str) -> Cursor:
    """What ``text`` holds; a cursor from before there was a second log is that of the first."""
    try:
        cursor = msgspec.json.decode(text, type=Cursor) if text else Cursor()
    except msgspec.DecodeError:
        return Cursor()
    return Cursor(text) if text and cursor == Cursor() else cursor
