"""Asking the window manager not to give a new window the focus."""

import struct

import pytest

from barometer_agent.sources.linux import x11, x_focus, x_property
from tests.agent.sources.linux import real_properties, real_screen


@pytest.mark.desktop
def test_a_window_says_that_nobody_asked_for_it() -> None:
    with real_screen.running() as display, real_properties.keeper(display) as keeper:
        window = keeper.window()
        assert x_focus.leave_alone(window, {"DISPLAY": display})
        with x11.connected(display) as server:
            assert server is not None
            assert x_property.numbers(server.ask, window, "_NET_WM_USER_TIME") == (0,)
            assert x_property.numbers(server.ask, keeper.root, "_NET_WM_USER_TIME") == ()
            assert server.ask(struct.pack("=BxH", 99, 0)) is not None


@pytest.mark.desktop
def test_a_window_that_is_gone_is_no_fault() -> None:
    with real_screen.running() as display:
        assert not x_focus.leave_alone(0x7FFFFFF, {"DISPLAY": display})


def test_without_a_server_there_is_nobody_to_ask() -> None:
    assert not x_focus.leave_alone(1, {})
