"""How a person wants programs to look, from a bus that is played and a real one."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from dbus_fast import Variant
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_method

from barometer_agent.sources.appearance import Appearance
from barometer_agent.sources.linux import appearance
from barometer_agent.sources.linux.appearance import CONTRAST, READER, SCHEME
from tests.agent.sources.linux import real_properties, real_screen
from tests.agent.sources.linux.fake_libsystemd import Libsystemd
from tests.agent.sources.linux.real_bus import RealBus

NOBODY = Libsystemd()
Programs = Callable[..., Path]


@pytest.mark.parametrize(
    ("scheme", "theme", "dark"),
    [
        (1, "", True),
        (2, "Adwaita-dark", False),
        (0, "Adwaita-dark", True),
        (0, "Adwaita", False),
        (0, "", None),
        (None, "Adwaita:dark", True),
        (None, "Yaru-blue-dark", True),
        (None, "HighContrastInverse", True),
        (None, "Darkness", False),
    ],
)
def test_what_the_portal_says_goes_before_the_name_of_the_theme(
    scheme: int | None, theme: str, dark: bool | None
) -> None:
    told = {} if scheme is None else {SCHEME: scheme}
    assert appearance.parse(told, theme).dark is dark


@pytest.mark.parametrize(
    ("contrast", "theme", "high"),
    [(1, "", True), (0, "", False), (None, "", None), (0, "HighContrast", True), (None, "Adwaita", False)],
)
def test_high_contrast_is_the_portals_or_the_themes(contrast: int | None, theme: str, high: bool | None) -> None:
    told = {} if contrast is None else {CONTRAST: contrast}
    assert appearance.parse(told, theme).high_contrast is high


@pytest.mark.parametrize(("told", "reads"), [({READER: 1}, True), ({READER: 0}, False), ({}, None)])
def test_a_screen_reader_is_known_where_the_desktop_tells(told: dict[object, int], reads: bool | None) -> None:
    assert appearance.parse(told, "").screen_reader is reads  # type: ignore[arg-type]


def test_gnome_is_asked_itself_where_no_portal_runs(programs: Programs) -> None:
    programs(gsettings="test \"$*\" = 'get org.gnome.desktop.interface color-scheme' && echo \"'prefer-dark'\"")
    assert appearance.read({"XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}, NOBODY).dark is True
    assert appearance.read({"XDG_CURRENT_DESKTOP": "XFCE"}, NOBODY) == Appearance()


@pytest.mark.desktop
def test_the_theme_of_a_real_desktop_is_read_over_x() -> None:
    with real_screen.running() as display, real_properties.keeper(display) as keeper:
        keeper.settings({"Net/ThemeName": "Greybird-dark"})
        assert appearance.read({"DISPLAY": display}, NOBODY) == Appearance(dark=True, high_contrast=False)


class Portal(ServiceInterface):
    """Dark, and with high contrast."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.portal.Settings")

    @dbus_method()
    def Read(self, namespace: "s", key: "s") -> "v":  # type: ignore[name-defined]  # noqa: F821, N802
        assert namespace == "org.freedesktop.appearance"
        return Variant("v", Variant("u", {"color-scheme": 1, "contrast": 1}[key]))


def test_a_real_portal_and_a_real_screen_reader_are_heard(real_bus: RealBus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", real_bus.address)
    real_bus.serve("org.a11y.Bus", {"/org/a11y/bus": {"ScreenReaderEnabled": ("b", 1)}})
    with portal(real_bus.address):
        assert appearance.read({}) == Appearance(dark=True, high_contrast=True, screen_reader=True)
    assert appearance.read({}) == Appearance(screen_reader=True)


def test_a_portal_that_does_not_run_is_not_started(real_bus: RealBus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", real_bus.address)
    started = real_bus.startable("org.freedesktop.portal.Desktop")
    assert appearance.read({}) == Appearance()
    assert not started.exists()
    real_bus.speak_to("org.freedesktop.portal.Desktop")
    assert started.exists()


@contextmanager
def portal(address: str) -> Iterator[None]:
    """A portal on the bus, in a thread of its own."""
    ready, loop = threading.Event(), asyncio.new_event_loop()
    ended = asyncio.Event()

    async def serve() -> None:
        bus = await MessageBus(address).connect()
        bus.export("/org/freedesktop/portal/desktop", Portal())
        await bus.request_name("org.freedesktop.portal.Desktop")
        ready.set()
        await ended.wait()
        bus.disconnect()
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    try:
        assert ready.wait(30)
        yield
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()
