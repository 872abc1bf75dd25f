"""Asking the kernel over generic netlink: just enough of it for the strength of a Wi-Fi signal.

Layouts: the kernel's Documentation/userspace-api/netlink/intro.rst and include/uapi/linux/{netlink,genetlink}.h.
Packing and parsing are pure; everything is in the byte order of the machine, attributes are padded to four bytes.
"""

import socket
import struct
import sys
from collections.abc import Iterator

_MESSAGE = struct.Struct("=IHHII")  # length, type, flags, sequence, port
_GENERIC = struct.Struct("=BBH")  # command, version, reserved
_ATTRIBUTE = struct.Struct("=HH")  # length, type
_REQUEST, _DUMP = 0x1, 0x300
_ERROR, _DONE = 2, 3
_TYPE_MASK = 0x3FFF  # the two upper bits say "nested" and "network byte order"
_CONTROL, _GET_FAMILY, _FAMILY_ID, _FAMILY_NAME = 0x10, 3, 1, 2
_GENERIC_PROTOCOL = 16
_TIMEOUT_SECONDS = 2.0
_MOST_MESSAGES = 64


def attribute(kind: int, value: bytes) -> bytes:
    """One attribute, padded."""
    return _ATTRIBUTE.pack(_ATTRIBUTE.size + len(value), kind) + value + b"\0" * (-len(value) % 4)


def attributes(payload: bytes) -> dict[int, bytes]:
    """The attributes in ``payload`` by their type; what was cut off is left out."""
    found = {}
    while len(payload) >= _ATTRIBUTE.size:
        length, kind = _ATTRIBUTE.unpack_from(payload)
        if length < _ATTRIBUTE.size or length > len(payload):
            break
        found[kind & _TYPE_MASK] = payload[_ATTRIBUTE.size : length]
        payload = payload[(length + 3) & ~3 :]
    return found


def message(family: int, command: int, payload: bytes, *, dump: bool = False) -> bytes:
    """A request to ``family``."""
    body = _GENERIC.pack(command, 1, 0) + payload
    return _MESSAGE.pack(_MESSAGE.size + len(body), family, _REQUEST | (_DUMP if dump else 0), 1, 0) + body


def replies(datagram: bytes) -> Iterator[tuple[int, bytes]]:
    """The messages of a datagram: their type and what follows their two headers."""
    while len(datagram) >= _MESSAGE.size:
        length, kind, *_ = _MESSAGE.unpack_from(datagram)
        if length < _MESSAGE.size or length > len(datagram):
            return
        yield kind, datagram[_MESSAGE.size + _GENERIC.size : length]
        datagram = datagram[(length + 3) & ~3 :]


def ask(family_name: str, command: int, payload: bytes) -> list[dict[int, bytes]]:
    """What the kernel's ``family_name`` answers to a dump of ``command``; nothing where there is no such family."""
    try:
        with _opened() as kernel:
            kernel.settimeout(_TIMEOUT_SECONDS)
            family = _family(kernel, family_name)
            if family is None:
                return []
            kernel.send(message(family, command, payload, dump=True))
            return _collected(kernel)
    except OSError:
        return []


def _opened() -> socket.socket:
    if sys.platform == "linux":
        return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _GENERIC_PROTOCOL)
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        raise OSError("netlink is Linux's")


def _family(kernel: socket.socket, name: str) -> int | None:
    kernel.send(message(_CONTROL, _GET_FAMILY, attribute(_FAMILY_NAME, name.encode() + b"\0")))
    for kind, payload in replies(kernel.recv(65_536)):
        number = attributes(payload).get(_FAMILY_ID) if kind == _CONTROL else None
        if number:
            return int.from_bytes(number[:2], sys.byteorder)
    return None


def _collected(kernel: socket.socket) -> list[dict[int, bytes]]:
    found: list[dict[int, bytes]] = []
    for _ in range(_MOST_MESSAGES):
        for kind, payload in replies(kernel.recv(65_536)):
            if kind in (_ERROR, _DONE):
                return found
            found.append(attributes(payload))
    return found
