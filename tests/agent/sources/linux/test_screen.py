"""The main screen, from a real X server and from one that is played."""

import struct

import pytest

from barometer_agent.sources.linux import screen, x11, x_screen
from barometer_agent.sources.screen import Area, Screen
from tests.agent.sources.linux import real_properties, real_screen

MAIN = Area(1920, 0, 1280, 1024)
SIZE = 3200, 1080


@pytest.mark.desktop
def test_a_real_screen_is_free_where_no_panel_lies() -> None:
    with real_screen.running(1280, 800) as display, real_properties.keeper(display) as keeper:
        assert screen.read({"DISPLAY": display}) == Screen(Area(0, 0, 1280, 800), None)
        keeper.numbers(keeper.root, "_NET_DESKTOP_GEOMETRY", 1280, 800)
        keeper.numbers(keeper.root, "_NET_WORKAREA", 0, 0, 1280, 700, 0, 24, 1280, 776)
        keeper.numbers(keeper.root, "_NET_CURRENT_DESKTOP", 1)
        panel = keeper.window()
        keeper.numbers(panel, "_NET_WM_STRUT_PARTIAL", 0, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0, 1279)
        keeper.numbers(keeper.root, "_NET_CLIENT_LIST", panel, keeper.window())
        keeper.settings({"Xft/DPI": 2 * 96 * 1024})
        assert screen.read({"DISPLAY": display}) == Screen(Area(0, 24, 1280, 736), 2.0)


def test_without_a_server_nothing_is_told() -> None:
    assert screen.read({}) == Screen()
    assert screen.read({"DISPLAY": ":65535"}) == Screen()


@pytest.mark.parametrize(
    ("strut", "free"),
    [
        ((0, 0, 0, 40, 0, 0, 0, 0, 0, 0, 1920, 3199), MAIN),
        ((0, 0, 0, 96, 0, 0, 0, 0, 0, 0, 1920, 3199), Area(1920, 0, 1280, 984)),
        ((0, 0, 0, 96, 0, 0, 0, 0, 0, 0, 0, 1919), MAIN),
        ((0, 0, 30, 0, 0, 0, 0, 0, 1920, 3199, 0, 0), Area(1920, 30, 1280, 994)),
        ((0, 64, 0, 0, 0, 0, 0, 1023, 0, 0, 0, 0), Area(1920, 0, 1216, 1024)),
        ((2000, 0, 0, 0, 0, 1023, 0, 0, 0, 0, 0, 0), Area(2000, 0, 1200, 1024)),
        ((0, 0, 0, 40), MAIN),
    ],
)
def test_a_panel_takes_its_part_of_the_screen_that_it_lies_on(strut: tuple[int, ...], free: Area) -> None:
    assert screen.without(MAIN, [strut], *SIZE) == free


class Played:
    """Two screens of which the second is called the main one, unless none is."""

    def __init__(self, *, has_main: bool = True) -> None:
        self._has_main = has_main

    def ask(self, request: bytes) -> bytes | None:
        match request[0]:
            case 98:
                return struct.pack("=8xBB22x", 1, 140)
            case 140:
                screens = [(0, 0, 1920, 1080, 0), (1920, 0, 1280, 1024, int(self._has_main))]
                told = [struct.pack("=IBBHhhHHIII", 9, main, 1, 1, x, y, w, h, 1, 1, 5) for x, y, w, h, main in screens]
                return struct.pack("=12xI16x", 2) + b"".join(told)
        return None


def test_the_screen_that_was_called_the_main_one_is_taken_else_the_first() -> None:
    assert screen.area(Played().ask, 1) == MAIN
    assert screen.area(Played(has_main=False).ask, 1) == Area(0, 0, 1920, 1080)
    assert screen.area(lambda _request: None, 1) is None


@pytest.mark.parametrize(
    ("settings", "resources", "environment", "scale"),
    [
        ({}, b"", {}, None),
        ({"Xft/DPI": 98_304}, b"", {}, 1.0),
        ({"Xft/DPI": 98_304, "Gdk/WindowScalingFactor": 2}, b"", {}, 2.0),
        ({}, b"Xft.hinting:\t1\nXft.dpi:\t144\n", {}, 1.5),
        ({}, b"", {"GDK_SCALE": "2"}, 2.0),
        ({"Xft/DPI": -1}, b"Xft.dpi: many\n", {"GDK_SCALE": "900"}, None),
    ],
)
def test_how_large_things_are_is_what_the_person_chose(
    settings: dict[str, int | str], resources: bytes, environment: dict[str, str], scale: float | None
) -> None:
    assert screen.scale(settings, resources, environment) == scale


@pytest.mark.desktop
def test_a_real_server_has_a_root_to_ask() -> None:
    with real_screen.running(640, 480) as display, x11.connected(display) as server:
        assert server is not None
        found = x_screen.root(server.setup())
        assert found is not None
        assert screen.area(server.ask, found) == Area(0, 0, 640, 480)
