"""Do not disturb, from a bus and from programs that are played, and from a real bus."""

from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources.linux import quiet
from tests.agent.sources.linux.fake_libsystemd import Libsystemd
from tests.agent.sources.linux.real_bus import RealBus

NOBODY = Libsystemd()
PATH = "/org/freedesktop/Notifications"
Programs = Callable[..., Path]


def inhibited(value: int) -> Libsystemd:
    return Libsystemd(told={PATH: {"Inhibited": ("b", value)}})


@pytest.mark.parametrize(("value", "is_asked"), [(1, True), (0, False)])
def test_notifications_that_are_held_back_are_quiet(value: int, is_asked: bool) -> None:
    assert quiet.is_asked({}, inhibited(value)) is is_asked


def test_a_desktop_that_does_not_tell_is_unknown(programs: Programs) -> None:
    programs(gsettings="exit 1")
    assert quiet.is_asked({}, NOBODY) is None
    assert quiet.is_asked({"XDG_CURRENT_DESKTOP": "GNOME"}, NOBODY) is None
    assert quiet.is_asked({"XDG_CURRENT_DESKTOP": "sway"}, NOBODY) is None


def test_a_desktop_without_the_program_is_unknown(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(programs()))
    assert quiet.is_asked({"XDG_CURRENT_DESKTOP": "XFCE"}, NOBODY) is None


@pytest.mark.parametrize(
    ("desktop", "program", "asked", "said", "is_asked"),
    [
        ("ubuntu:GNOME", "gsettings", "get org.gnome.desktop.notifications show-banners", "false", True),
        ("GNOME", "gsettings", "get org.gnome.desktop.notifications show-banners", "true", False),
        ("X-Cinnamon", "gsettings", "get org.cinnamon.desktop.notifications display-notifications", "false", True),
        ("MATE", "gsettings", "get org.mate.NotificationDaemon do-not-disturb", "true", True),
        ("MATE", "gsettings", "get org.mate.NotificationDaemon do-not-disturb", "false", False),
        ("XFCE", "xfconf-query", "--channel xfce4-notifyd --property /do-not-disturb", "true", True),
        ("XFCE", "xfconf-query", "--channel xfce4-notifyd --property /do-not-disturb", "false", False),
    ],
)
def test_each_desktop_is_asked_for_its_own_setting(
    desktop: str, program: str, asked: str, said: str, is_asked: bool, programs: Programs
) -> None:
    programs(**{program: f'test "$*" = "{asked}" && echo {said}'})
    assert quiet.is_asked({"XDG_CURRENT_DESKTOP": desktop}, NOBODY) is is_asked


def test_a_setting_counts_beside_a_service_that_holds_nothing_back(programs: Programs) -> None:
    programs(gsettings="echo false")
    assert quiet.is_asked({"XDG_CURRENT_DESKTOP": "GNOME"}, inhibited(0)) is True


@pytest.mark.parametrize("text", ["", "maybe\n", "@as []\n", "'true'\n"])
def test_a_setting_of_another_kind_is_unknown(text: str) -> None:
    assert quiet.parse(text, "true") is None


@pytest.mark.parametrize("value", [0, 1])
def test_a_real_service_of_notifications_is_asked(
    value: int, real_bus: RealBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_bus.serve("org.freedesktop.Notifications", {PATH: {"Inhibited": ("b", value)}})
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", real_bus.address)
    assert quiet.is_asked({}) is bool(value)
