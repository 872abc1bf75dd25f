"""The desktop of a person on Linux, put together, and on a real bus."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from barometer_agent.prompting import Desktop
from barometer_agent.sources.linux import desktop
from barometer_agent.sources.linux.own_session import OwnSession
from barometer_agent.sources.linux.x_screen import Screen
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


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("locked", "locked"),
        ("quiet", "do_not_disturb"),
        ("full_screen", "full_screen"),
        ("microphone", "in_call"),
        ("camera", "in_call"),
    ],
)
def test_what_each_source_tells_has_its_own_place(monkeypatch: pytest.MonkeyPatch, told: str, state: str) -> None:
    session = OwnSession(HOUR_AGO_US, locked=told == "locked", idle_since_us=HOUR_AGO_US + 1)
    screen = Screen(full_screen=told == "full_screen", idle_ms=1500)
    monkeypatch.setattr(desktop.own_session, "read", lambda: session)
    monkeypatch.setattr(desktop.x_screen, "read", lambda _environment: screen)
    monkeypatch.setattr(desktop.quiet, "is_asked", lambda _environment: told == "quiet")
    monkeypatch.setattr(desktop.microphone, "is_in_use", lambda **_environment: told == "microphone")
    monkeypatch.setattr(desktop.camera, "is_in_use", lambda: told == "camera")
    monkeypatch.setattr(desktop.charge_level, "percent", lambda: 42)
    nothing = Desktop(
        session_since=NOW - timedelta(hours=1),
        last_input=NOW - timedelta(seconds=1.5),
        locked=False,
        do_not_disturb=False,
        full_screen=False,
        in_call=False,
        battery_percent=42,
    )
    assert desktop.read(NOW, {}) == replace(nothing, **{state: True})
