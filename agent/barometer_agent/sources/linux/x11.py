"""Asking an X server, through libxcb, which every program on such a desktop uses.

libX11 would end the whole process on an answer it does not like; libxcb gives errors back. Requests are laid out here,
as the X protocol says, and libxcb only carries them (xcbext.h: ``xcb_send_request``, ``xcb_wait_for_reply``).
"""

import ctypes
import functools
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LIBRARY = "libxcb.so.1"
_CHECKED = 1  # errors come back instead of going to an event queue
_REPLY = struct.Struct("=4xI24x")  # a reply: 32 bytes, and as many times four more as it says
_SETUP = struct.Struct("=6xH")  # length in fours, behind these 8 bytes


class _Part(ctypes.Structure):
    """struct iovec."""

    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


class _Request(ctypes.Structure):
    """xcb_protocol_request_t."""

    _fields_ = (
        ("count", ctypes.c_size_t),
        ("extension", ctypes.c_void_p),
        ("opcode", ctypes.c_uint8),
        ("gives_nothing", ctypes.c_uint8),
    )


class Server:
    """An X server that answers."""

    def __init__(self, library: Any, connection: Any) -> None:
        self._library = library
        self._connection = connection

    def setup(self) -> bytes:
        """What the server said when it was connected to."""
        start = self._library.xcb_get_setup(self._connection)
        (fours,) = _SETUP.unpack(ctypes.string_at(start, _SETUP.size))
        return ctypes.string_at(start, _SETUP.size + 4 * fours)

    def ask(self, request: bytes) -> bytes | None:
        """The reply to ``request``, whose first byte is its opcode and whose length libxcb fills in; None: refused."""
        number = self._send(request, gives_nothing=False)
        refusal = ctypes.c_void_p()
        reply = ctypes.c_void_p(self._library.xcb_wait_for_reply(self._connection, number, ctypes.byref(refusal)))
        try:
            return _whole(reply.value) if reply.value else None
        finally:
            _free()(reply)
            _free()(refusal)

    def tell(self, request: bytes) -> None:
        """A request that has no reply; it has been carried out when this returns, or was refused."""
        refusal = self._library.xcb_request_check(self._connection, self._send(request, gives_nothing=True))
        _free()(ctypes.c_void_p(refusal))

    def _send(self, request: bytes, *, gives_nothing: bool) -> int:
        body = ctypes.create_string_buffer(request, len(request))
        parts = (_Part * 3)()  # the first two are libxcb's own
        parts[2] = _Part(ctypes.addressof(body), len(request))
        asked = _Request(1, None, request[0], gives_nothing)
        number: int = self._library.xcb_send_request(
            self._connection, _CHECKED, ctypes.byref(parts, 2 * ctypes.sizeof(_Part)), ctypes.byref(asked)
        )
        return number


@contextmanager
def connected(name: str) -> Iterator[Server | None]:
    """The server that ``name`` (as in DISPLAY) leads to; None without it, or without libxcb."""
    library = _loaded()
    if library is None:
        yield None
        return
    connection = ctypes.c_void_p(library.xcb_connect(name.encode(), None))
    try:
        yield None if library.xcb_connection_has_error(connection) else Server(library, connection)
    finally:
        library.xcb_disconnect(connection)


def _whole(reply: int) -> bytes:
    (fours,) = _REPLY.unpack(ctypes.string_at(reply, _REPLY.size))
    return ctypes.string_at(reply, _REPLY.size + 4 * fours)


@functools.cache
def _loaded() -> Any:
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return None
    pointer, number = ctypes.c_void_p, ctypes.c_uint
    for name, result, *arguments in (
        ("xcb_connect", pointer, ctypes.c_char_p, pointer),
        ("xcb_connection_has_error", ctypes.c_int, pointer),
        ("xcb_disconnect", None, pointer),
        ("xcb_get_setup", pointer, pointer),
        ("xcb_send_request", number, pointer, ctypes.c_int, pointer, pointer),
        ("xcb_request_check", pointer, pointer, number),
        ("xcb_wait_for_reply", pointer, pointer, number, pointer),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


@functools.cache
def _free() -> Any:
    free = ctypes.CDLL(None).free
    free.restype, free.argtypes = None, (ctypes.c_void_p,)
    return free
