"""libsystemd, played: results are written where a pointer leads, failures are below zero (sd-login(3), sd-bus(3))."""

import ctypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GONE = -6  # ENXIO, which sd-login(3) names for a session that is not there
NOBODY = -113  # EHOSTUNREACH: no service of that name runs
OTHER_KIND = -6

Value = tuple[str, str | int]  # D-Bus' letter, and what is told


@dataclass
class _Message:
    to: tuple[str, ...]
    starts_services: bool = True
    said: list[str] = field(default_factory=list)
    value: Value = ("s", "")


class Libsystemd:
    """``sessions`` as logind keeps them in files; ``told``: what objects tell on the bus, by path and by name.

    Without ``told`` there is no bus. ``open`` counts what was not given back yet, ``asked`` the paths in their order,
    ``started`` the services that would have been started.
    """

    def __init__(
        self,
        sessions: Mapping[str, Mapping[str, str]] | None = None,
        told: Mapping[str, Mapping[str, Value]] | None = None,
    ) -> None:
        self.sessions = {name.encode(): found for name, found in (sessions or {}).items()}
        self.told = told
        self.open = 0
        self.connections = 0
        self.asked: list[str] = []
        self.started: list[str] = []
        self._messages: dict[int, _Message] = {}

    def sd_session_get_class(self, session: bytes, found: Any) -> int:
        return self._text(session, "Class", found)

    def sd_session_get_type(self, session: bytes, found: Any) -> int:
        return self._text(session, "Type", found)

    def sd_session_get_state(self, session: bytes, found: Any) -> int:
        return self._text(session, "State", found)

    def sd_session_is_active(self, session: bytes) -> int:
        return int(self.sessions[session]["Active"] == "yes")

    def sd_session_is_remote(self, session: bytes) -> int:
        return int(self.sessions[session]["Remote"] == "yes")

    def sd_bus_path_encode(self, prefix: bytes, name: bytes, found: Any) -> int:
        return _given(prefix + b"/" + name, found)

    def sd_bus_open_user(self, found: Any) -> int:
        return self.sd_bus_open_system(found)

    def sd_bus_open_system(self, found: Any) -> int:
        if self.told is None:
            return -2
        self.open += 1
        self.connections += 1
        found._obj.value = 1
        return 0

    def sd_bus_set_method_call_timeout(self, _bus: Any, _us: Any) -> int:
        return 0

    def sd_bus_flush_close_unref(self, _bus: Any) -> None:
        self.open -= 1

    def sd_bus_message_new_method_call(self, _bus: Any, found: Any, *to: bytes) -> int:
        return self._opened(_Message(tuple(part.decode() for part in to)), found)

    def sd_bus_message_set_auto_start(self, message: Any, starts: int) -> int:
        self._messages[message.value].starts_services = bool(starts)
        return 0

    def sd_bus_message_append_basic(self, message: Any, kind: Any, value: bytes) -> int:
        assert kind.value == b"s"
        self._messages[message.value].said.append(value.decode())
        return 0

    def sd_bus_call(self, _bus: Any, message: Any, _us: Any, _error: None, found: Any) -> int:
        question = self._messages[message.value]
        service, path, interface, method = question.to
        self.asked.append(path)
        name = question.said[1] if interface == "org.freedesktop.DBus.Properties" else method
        value = (self.told or {}).get(path, {}).get(name)
        if value is None:
            self.started += [service] if question.starts_services else []
            return NOBODY
        return self._opened(_Message((), value=value), found)

    def sd_bus_message_enter_container(self, message: Any, kind: Any, contents: bytes) -> int:
        assert kind.value == b"v"
        return 1 if self._messages[message.value].value[0] == contents.decode() else OTHER_KIND

    def sd_bus_message_read_basic(self, message: Any, kind: Any, found: Any) -> int:
        told, value = self._messages[message.value].value
        if kind.value != told.encode():
            return OTHER_KIND
        found._obj.value = value.encode() if isinstance(value, str) else value
        return 1

    def sd_bus_message_unref(self, message: Any) -> None:
        if not message.value:
            return
        del self._messages[message.value]
        self.open -= 1

    def _opened(self, message: _Message, found: Any) -> int:
        self.open += 1
        found._obj.value = 100 + len(self.asked) * 2 + len(self._messages)
        assert found._obj.value not in self._messages
        self._messages[found._obj.value] = message
        return 0

    def _text(self, session: bytes, name: str, found: Any) -> int:
        told = self.sessions.get(session)
        return GONE if told is None else _given(told[name].encode(), found)


def _given(text: bytes, found: Any) -> int:
    """A copy that is the caller's to free."""
    copy = ctypes.CDLL(None).strdup
    copy.restype = ctypes.c_void_p
    found._obj.value = copy(text)
    return 0
