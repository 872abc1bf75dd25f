"""What logind says of the sessions, asked without a program.

Whether the laptop is in use is asked once a minute, and loginctl takes more processor time (5 ms and more, 0.5 ms here)
than all else that the agent does in that minute. sd-login(3) reads what logind keeps in files; three properties it
tells on the bus alone.
"""

import ctypes
from collections.abc import Mapping, Sequence
from typing import Any

from barometer_agent.sources.linux import libsystemd, system_bus
from barometer_agent.sources.linux.libsystemd import UnansweredError
from barometer_agent.sources.linux.system_bus import Property

_LOGIND = "org.freedesktop.login1"
_SESSION = "org.freedesktop.login1.Session"
_SESSIONS = b"/org/freedesktop/login1/session"
_GRAPHICAL = frozenset({"x11", "wayland", "mir"})
_TEXTS = {"Class": "sd_session_get_class", "Type": "sd_session_get_type", "State": "sd_session_get_state"}
_TRUTHS = {"Active": "sd_session_is_active", "Remote": "sd_session_is_remote"}
_ON_THE_BUS = {"LockedHint": "b", "IdleHint": "b", "IdleSinceHint": "t"}


def properties(ids: Sequence[str], library: Any = None) -> list[dict[str, str]] | None:
    """Those of the graphical ones of these sessions, as ``loginctl show-session`` writes them.

    None where they cannot be asked for in this way; ``library`` is libsystemd, unless another is given.
    """
    try:
        asked = library or libsystemd.loaded()
        found = {one: _kept(asked, one.encode()) for one in ids}
        chosen = {one: told for one, told in found.items() if told is not None and told["Type"] in _GRAPHICAL}
        return _completed(asked, chosen) if chosen else []
    except UnansweredError:
        return None


def _kept(library: Any, session: bytes) -> dict[str, str] | None:
    """None for a session that has ended."""
    told: dict[str, str] = {}
    for name, function in _TEXTS.items():
        text = ctypes.c_void_p()
        if libsystemd.function(library, function)(session, ctypes.byref(text)) < 0:
            return None
        told[name] = libsystemd.taken(text)
    for name, function in _TRUTHS.items():
        told[name] = _truth(libsystemd.function(library, function)(session) > 0)
    return told


def _completed(library: Any, sessions: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    asked = {session: _asked(library, session) for session in sessions}
    told = system_bus.read([one for each in asked.values() for one in each], library)
    return [{**kept, **{one.name: _word(told, one) for one in asked[session]}} for session, kept in sessions.items()]


def _asked(library: Any, session: str) -> Sequence[Property]:
    path = ctypes.c_void_p()
    libsystemd.call(library, "sd_bus_path_encode", _SESSIONS, session.encode(), ctypes.byref(path))
    where = libsystemd.taken(path)
    return [Property(_LOGIND, where, _SESSION, name, kind) for name, kind in _ON_THE_BUS.items()]


def _word(told: Mapping[Property, str | int], one: Property) -> str:
    if one not in told:
        raise UnansweredError(one.name)
    return _truth(bool(told[one])) if one.kind == "b" else str(told[one])


def _truth(value: bool) -> str:
    return "yes" if value else "no"
