"""What logind says of the sessions, asked without a program.

Whether the laptop is in use is asked once a minute, and loginctl takes more processor time (5 ms and more, 0.5 ms here)
than all else that the agent does in that minute. It is libsystemd that is asked, which every system with logind has:
sd-login(3) reads what logind keeps in files, sd-bus(3) asks for the three properties that it tells on the bus alone.
"""

import ctypes
import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

_LIBRARY = "libsystemd.so.0"
_LOGIND = b"org.freedesktop.login1"
_SESSION = b"org.freedesktop.login1.Session"
_SESSIONS = b"/org/freedesktop/login1/session"
_GRAPHICAL = frozenset({"x11", "wayland", "mir"})
_PATIENCE_US = 5_000_000
# of a session: what is read from files; "b" is sd-bus's letter for a truth, "t" for 64 bits without a sign
_TEXTS = {"Class": "sd_session_get_class", "Type": "sd_session_get_type", "State": "sd_session_get_state"}
_TRUTHS = {"Active": "sd_session_is_active", "Remote": "sd_session_is_remote"}
_ON_THE_BUS = {"LockedHint": b"b", "IdleHint": b"b", "IdleSinceHint": b"t"}


class _UnansweredError(Exception):
    """The library or the bus said no."""


def properties(ids: Sequence[str], library: Any = None) -> list[dict[str, str]] | None:
    """Those of the graphical ones of these sessions, as ``loginctl show-session`` writes them.

    None where they cannot be asked for in this way; ``library`` is libsystemd, unless another is given.
    """
    try:
        asked = library or _libsystemd()
        found = {one: _kept(asked, one.encode()) for one in ids}
        chosen = {one: told for one, told in found.items() if told is not None and told["Type"] in _GRAPHICAL}
        if not chosen:
            return []
        with _bus(asked) as bus:
            return [{**told, **_told(asked, bus, one.encode())} for one, told in chosen.items()]
    except (_UnansweredError, OSError, AttributeError):  # no such library, or one without such a function
        return None


@functools.cache
def _libsystemd() -> Any:
    return ctypes.CDLL(_LIBRARY)


def _kept(library: Any, session: bytes) -> Mapping[str, str] | None:
    """None for a session that has ended."""
    told: dict[str, str] = {}
    for name, function in _TEXTS.items():
        text = ctypes.c_void_p()
        if getattr(library, function)(session, ctypes.byref(text)) < 0:
            return None
        told[name] = _taken(text)
    for name, function in _TRUTHS.items():
        told[name] = "yes" if getattr(library, function)(session) > 0 else "no"
    return told


def _told(library: Any, bus: ctypes.c_void_p, session: bytes) -> dict[str, str]:
    path = ctypes.c_void_p()
    _checked(library.sd_bus_path_encode(_SESSIONS, session, ctypes.byref(path)))
    where = _taken(path).encode()
    return {name: _property(library, bus, where, name, kind) for name, kind in _ON_THE_BUS.items()}


def _property(library: Any, bus: ctypes.c_void_p, path: bytes, name: str, kind: bytes) -> str:
    value = ctypes.c_uint64() if kind == b"t" else ctypes.c_int()
    asked = bus, _LOGIND, path, _SESSION, name.encode(), None, ctypes.c_char(kind), ctypes.byref(value)
    _checked(library.sd_bus_get_property_trivial(*asked))
    return str(value.value) if kind == b"t" else "yes" if value.value else "no"


@contextmanager
def _bus(library: Any) -> Iterator[ctypes.c_void_p]:
    """A connection for as long as it is needed: one that lies idle would be woken by whatever others announce."""
    bus = ctypes.c_void_p()
    _checked(library.sd_bus_open_system(ctypes.byref(bus)))
    try:
        library.sd_bus_set_method_call_timeout(bus, ctypes.c_uint64(_PATIENCE_US))
        yield bus
    finally:
        library.sd_bus_flush_close_unref(bus)


def _taken(text: ctypes.c_void_p) -> str:
    """A text of the library's, which is ours to free."""
    told = ctypes.string_at(text.value or 0).decode("utf-8", "replace") if text.value else ""
    _free()(text)
    return told


@functools.cache
def _free() -> Any:
    free = ctypes.CDLL(None).free
    free.restype = None
    return free


def _checked(status: int) -> None:
    if status < 0:
        raise _UnansweredError(status)
