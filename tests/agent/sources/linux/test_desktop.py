"""The desktop of a person on Linux, put together, and on a real bus."""

from datetime import UTC, datetime, timedelta

import pytest

from barometer_agent.prompting import Desktop
from barometer_agent.sources.linux import desktop
from barometer_agent.sources.linux.own_session import OwnSession
from tests.agent.sources.linux.fake_libsystemd import Value
from tests.agent.sources.linux.real_bus import RealBus

NOW = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
HOUR_AGO_US = int((NOW - timedelta(hours=1)).timestamp()) * 1_000_000
AUTO = "/org/freedesktop/login1/session/auto"
SESSION: dict[str, Value] = {
    "Timestamp": ("t", HOUR_AGO_US),
    "LockedHint": ("b", 0),
    "IdleHint": ("b", 0),
    "IdleSinceHint": ("t", 0),
}


def test_the_last_input_is_told_by_whoever_watches_it_and_else_by_logind() -> None:
    idle = OwnSession(idle_since_us=HOUR_AGO_US)
    assert desktop.last_input(NOW, 1500, idle) == NOW - timedelta(seconds=1.5)
    assert desktop.last_input(NOW, 0, idle) == NOW
    assert desktop.last_input(NOW, None, idle) == NOW - timedelta(hours=1)
    assert desktop.last_input(NOW, None, OwnSession()) is None


def test_a_real_desktop_of_gnome_tells_what_its_bus_knows(real_bus: RealBus, monkeypatch: pytest.MonkeyPatch) -> None:
    real_bus.serve("org.freedesktop.login1", {AUTO: SESSION})
    real_bus.serve("org.freedesktop.Notifications", {"/org/freedesktop/Notifications": {"Inhibited": ("b", 1)}})
    monitor = {"/org/gnome/Mutter/IdleMonitor/Core": {"GetIdletime": ("t", 90_000)}}
    real_bus.serve("org.gnome.Mutter.IdleMonitor", monitor)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", real_bus.address)
    found = desktop.read(NOW, {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"})
    assert found.session_since == NOW - timedelta(hours=1)
    assert found.last_input == NOW - timedelta(seconds=90)
    assert (found.locked, found.do_not_disturb) == (False, True)
    assert (found.full_screen, found.presenting) == (None, None)


def test_without_any_desktop_nothing_of_one_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    for bus in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
        monkeypatch.setenv(bus, "unix:path=/nowhere")
    found = desktop.read(NOW, {})
    assert found == Desktop(in_call=found.in_call, battery_percent=found.battery_percent)
