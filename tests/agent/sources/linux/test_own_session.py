"""The session of whoever asks, from buses that are played and from a real one."""

import pytest

from barometer_agent.sources.linux import own_session
from barometer_agent.sources.linux.own_session import IDLE, IDLE_SINCE, LOCKED, SAVERS, SINCE, OwnSession
from barometer_agent.sources.linux.system_bus import Property
from tests.agent.sources.linux.fake_libsystemd import Libsystemd, Value
from tests.agent.sources.linux.real_bus import RealBus

SINCE_US, IDLE_US = 1795298666516575, 1795299966516575
USUAL: dict[Property, str | int] = {SINCE: SINCE_US, LOCKED: 0, IDLE: 0, IDLE_SINCE: IDLE_US}
AUTO = "/org/freedesktop/login1/session/auto"
ON_THE_BUS: dict[str, Value] = {
    "Timestamp": ("t", SINCE_US),
    "LockedHint": ("b", 1),
    "IdleHint": ("b", 1),
    "IdleSinceHint": ("t", IDLE_US),
}


def test_a_session_tells_since_when_and_that_it_is_open() -> None:
    assert own_session.parse(USUAL, {}) == OwnSession(SINCE_US, locked=False)


def test_an_idle_session_tells_since_when() -> None:
    assert own_session.parse({**USUAL, IDLE: 1}, {}).idle_since_us == IDLE_US
    assert own_session.parse({**USUAL, IDLE: 1, IDLE_SINCE: 0}, {}).idle_since_us is None


def test_either_logind_or_a_screen_saver_tells_that_it_is_locked() -> None:
    gnome = SAVERS[1]
    assert own_session.parse({**USUAL, LOCKED: 1}, {}).locked is True
    assert own_session.parse(USUAL, {gnome: 1}).locked is True
    assert own_session.parse({}, {gnome: 0}).locked is False


def test_without_logind_and_screen_saver_nothing_is_known() -> None:
    assert own_session.read(Libsystemd()) == OwnSession()
    assert own_session.parse({SINCE: 0}, {}) == OwnSession()


def test_it_is_the_session_of_whoever_asks() -> None:
    library = Libsystemd(told={AUTO: ON_THE_BUS})
    assert own_session.read(library) == OwnSession(SINCE_US, locked=True, idle_since_us=IDLE_US)
    assert (library.open, library.started) == (0, [])


@pytest.mark.parametrize("active", [0, 1])
def test_a_real_bus_tells_of_a_session_and_its_screen_saver(
    active: int, real_bus: RealBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_bus.serve("org.freedesktop.login1", {AUTO: {**ON_THE_BUS, "LockedHint": ("b", 0)}})
    real_bus.serve("org.gnome.ScreenSaver", {"/org/gnome/ScreenSaver": {"GetActive": ("b", active)}})
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", real_bus.address)
    assert own_session.read() == OwnSession(SINCE_US, locked=bool(active), idle_since_us=IDLE_US)
