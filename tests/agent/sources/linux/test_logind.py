import ctypes
from pathlib import Path
from typing import Any

import pytest

from barometer_agent.sources.linux import logind

GONE = -6  # ENXIO, which sd-login(3) names for a session that is not there
DESKTOP = {"Class": "user", "Type": "wayland", "State": "active", "Active": "yes", "Remote": "no"}
IDLE = {"LockedHint": "no", "IdleHint": "yes", "IdleSinceHint": "1795298666516575"}


class Libsystemd:
    """As sd-login(3) and sd-bus(3) describe it: results are written where a pointer leads, failures are below zero."""

    def __init__(self, sessions: dict[str, dict[str, str]], bus: dict[str, str] | None) -> None:
        self.sessions = {name.encode(): told for name, told in sessions.items()}
        self.bus = bus
        self.open = 0
        self.asked: list[bytes] = []

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

    def sd_bus_path_encode(self, prefix: bytes, session: bytes, found: Any) -> int:
        return _given(prefix + b"/" + session, found)

    def sd_bus_open_system(self, found: Any) -> int:
        self.open += self.bus is not None
        found._obj.value = 1
        return 0 if self.bus is not None else -2

    def sd_bus_set_method_call_timeout(self, _bus: Any, _us: Any) -> int:
        return 0

    def sd_bus_get_property_trivial(self, *asked: Any) -> int:
        _, _, path, _, name, _, _, found = asked
        self.asked.append(path)
        told = (self.bus or {}).get(name.decode())
        if told is None:
            return -2
        found._obj.value = int(told) if told.isdigit() else int(told == "yes")
        return 1

    def sd_bus_flush_close_unref(self, _bus: Any) -> None:
        self.open -= 1

    def _text(self, session: bytes, name: str, found: Any) -> int:
        told = self.sessions.get(session)
        return GONE if told is None else _given(told[name].encode(), found)


def _given(text: bytes, found: Any) -> int:
    """A copy that is the caller's to free."""
    copy = ctypes.CDLL(None).strdup
    copy.restype = ctypes.c_void_p
    found._obj.value = copy(text)
    return 0


def test_a_desktop_is_told_with_what_the_bus_alone_knows() -> None:
    library = Libsystemd({"c1": DESKTOP}, IDLE)
    assert logind.properties(["c1"], library) == [DESKTOP | IDLE]
    assert set(library.asked) == {b"/org/freedesktop/login1/session/c1"}
    assert library.open == 0


def test_text_consoles_and_sessions_that_have_ended_are_not_asked_for_on_the_bus() -> None:
    library = Libsystemd({"1": DESKTOP | {"Type": "tty"}}, IDLE)
    assert logind.properties(["1", "ended"], library) == []
    assert library.asked == []


@pytest.mark.parametrize("bus", [None, {}, {"LockedHint": "no"}])
def test_without_an_answer_from_the_bus_another_way_is_left(bus: dict[str, str] | None) -> None:
    library = Libsystemd({"c1": DESKTOP}, bus)
    assert logind.properties(["c1"], library) is None
    assert library.open == 0


def test_a_library_that_lacks_a_function_leaves_another_way() -> None:
    assert logind.properties(["c1"], object()) is None


def test_the_systems_own_library_knows_no_session_of_that_name() -> None:
    if not any(Path("/usr/lib").glob("*/libsystemd.so.0")):
        pytest.skip("skipped, because libsystemd is not installed")
    assert logind.properties(["no-such-session"]) == []
