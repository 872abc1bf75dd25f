"""What a desktop tells its programs over X: the name of the theme, the dots of an inch (XSETTINGS 0.5).

Desktops whose windows Wayland draws keep it for the programs of X, of which Tk is one.
"""

import struct
from collections.abc import Iterator
from contextlib import suppress

from barometer_agent.sources.linux import x_property
from barometer_agent.sources.linux.x_property import Ask, padded

Value = int | str
_NUMBER, _TEXT, _COLOUR = 0, 1, 2
_MOST = 1000


def read(ask: Ask) -> dict[str, Value]:
    """The settings by their names; colours are left out. Empty where nobody keeps any."""
    keeper = x_property.owner(ask, "_XSETTINGS_S0")
    return parse(x_property.octets(ask, keeper, "_XSETTINGS_SETTINGS")) if keeper else {}


def parse(kept: bytes) -> dict[str, Value]:
    """The settings in the property; those before what cannot be read."""
    found: dict[str, Value] = {}
    with suppress(struct.error, UnicodeDecodeError):
        found.update(_settings(kept))
    return found


def _settings(kept: bytes) -> Iterator[tuple[str, Value]]:
    order = ">" if kept[:1] == b"\1" else "<"
    (count,) = struct.unpack_from(f"{order}8xI", kept)
    at = 12
    for _ in range(min(count, _MOST)):
        kind, length = struct.unpack_from(f"{order}BxH", kept, at)
        name = kept[at + 4 : at + 4 + length].decode()
        at += 4 + padded(length) + 4  # and when it was last changed
        if kind == _NUMBER:
            yield name, struct.unpack_from(f"{order}i", kept, at)[0]
            at += 4
        elif kind == _TEXT:
            (length,) = struct.unpack_from(f"{order}I", kept, at)
            yield name, kept[at + 4 : at + 4 + length].decode()
            at += 4 + padded(length)
        elif kind == _COLOUR:
            at += 8
        else:
            return
