"""What an X server keeps with its windows, by name: atoms, properties, selections, and which extensions it has.

The layout of requests and replies: X Window System Protocol, version 11. A name that nobody on the server uses is not
made for the asking.
"""

import struct
from collections.abc import Callable

Ask = Callable[[bytes], bytes | None]

_INTERN_ATOM, _GET_PROPERTY, _GET_SELECTION_OWNER, _QUERY_EXTENSION = 16, 20, 23, 98
_ONLY_IF_EXISTS, _ANY_TYPE, _MOST_FOURS = 1, 0, 16_384
_NUMBER = struct.Struct("=8xI")  # a reply whose first value is a number
_EXTENSION = struct.Struct("=8xBB")  # whether it is there, its opcode
_PROPERTY = struct.Struct("=x B 14x I 12x")  # the width of its values in bits, how many there are


def atom(ask: Ask, name: str) -> int:
    """The number of a name; 0 where nobody on this server uses it."""
    text = name.encode()
    request = struct.pack("=BBHHxx", _INTERN_ATOM, _ONLY_IF_EXISTS, 0, len(text))
    return _number(ask(request + text.ljust(padded(len(text)), b"\0")))


def numbers(ask: Ask, window: int, name: str) -> tuple[int, ...]:
    """The numbers in a property; none where it is not there, or the window is gone."""
    width, values = _property(ask, window, name)
    return struct.unpack(f"={len(values) // 4}I", values) if width == 32 else ()


def octets(ask: Ask, window: int, name: str) -> bytes:
    """The bytes in a property; none where it is not there, or the window is gone."""
    width, values = _property(ask, window, name)
    return values if width == 8 else b""


def owner(ask: Ask, selection: str) -> int:
    """The window that owns a selection; 0 for none."""
    asked = atom(ask, selection)
    return _number(ask(struct.pack("=BxHI", _GET_SELECTION_OWNER, 0, asked))) if asked else 0


def extension(ask: Ask, name: str) -> int | None:
    """The opcode of an extension; None where the server does not have it."""
    text = name.encode()
    request = struct.pack("=BxHHxx", _QUERY_EXTENSION, 0, len(text)) + text.ljust(padded(len(text)), b"\0")
    reply = ask(request)
    is_there, opcode = _EXTENSION.unpack_from(reply) if reply else (0, 0)
    return opcode if is_there else None


def padded(length: int) -> int:
    """The length with what fills it up to fours."""
    return (length + 3) & ~3


def _property(ask: Ask, window: int, name: str) -> tuple[int, bytes]:
    """The width of its values in bits, and all of them."""
    named = atom(ask, name)
    fields = (_GET_PROPERTY, 0, 0, window, named, _ANY_TYPE, 0, _MOST_FOURS)
    reply = ask(struct.pack("=BBHIIIII", *fields)) if named else None
    if reply is None:
        return 0, b""
    width, count = _PROPERTY.unpack_from(reply)
    length = count * width // 8
    is_whole = width in (8, 16, 32) and len(reply) >= _PROPERTY.size + length
    return (width, reply[_PROPERTY.size : _PROPERTY.size + length]) if is_whole else (0, b"")


def _number(reply: bytes | None) -> int:
    return int(_NUMBER.unpack_from(reply)[0]) if reply else 0
