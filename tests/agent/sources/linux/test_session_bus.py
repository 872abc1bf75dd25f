"""The bus of a person, from a library that is played and a real one."""

import pytest

from barometer_agent.sources.linux import session_bus, system_bus
from barometer_agent.sources.linux.system_bus import Asked, Method, Property
from tests.agent.sources.linux.fake_libsystemd import Libsystemd, Value
from tests.agent.sources.linux.real_bus import RealBus

QUIET = Property("org.x", "/org/x", "org.x", "Quiet", "b")
IDLE = Method("org.x", "/org/x", "org.x", "GetIdle", "t")
MISSING = Method("org.x", "/org/x", "org.x", "GetNothing", "t")
ASKED: tuple[Asked, ...] = (QUIET, IDLE, MISSING)
TOLD: dict[str, Value] = {"Quiet": ("b", 1), "GetIdle": ("t", 2**40)}


def test_properties_and_methods_are_read_over_one_connection() -> None:
    library = Libsystemd(told={"/org/x": TOLD})
    assert session_bus.read(ASKED, library) == {QUIET: 1, IDLE: 2**40}
    assert (library.connections, library.open, library.started) == (1, 0, [])


def test_a_method_that_gives_another_kind_is_left_out() -> None:
    library = Libsystemd(told={"/org/x": {"GetIdle": ("u", 1)}})
    assert session_bus.read((IDLE,), library) == {}
    assert library.open == 0


def test_without_a_bus_nothing_is_told() -> None:
    assert session_bus.read(ASKED, Libsystemd()) == {}


def test_a_real_service_of_the_person_is_asked_and_not_one_of_the_system(
    real_bus: RealBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_bus.serve("org.x", {"/org/x": TOLD})
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", real_bus.address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    assert session_bus.read(ASKED) == {QUIET: 1, IDLE: 2**40}
    assert system_bus.read(ASKED) == {}
