"""What an X server tells of its screen: whether something fills it, and since when nobody touched anything.

The window in front says itself that it fills the screen: ``_NET_ACTIVE_WINDOW`` of the root, ``_NET_WM_STATE`` of that
window (Extended Window Manager Hints). Neither its title nor whose it is is asked for. Input: the extension
MIT-SCREEN-SAVER, ``ScreenSaverQueryInfo``. The layout of requests and replies: X Window System Protocol; saver.txt of
that extension. On Wayland an X server, if any, sees its own windows and the input to them alone: it is not asked.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from barometer_agent.sources.linux import x11, x_property
from barometer_agent.sources.linux.x_property import Ask, padded

_QUERY_INFO = 1  # of MIT-SCREEN-SAVER
_INFO = struct.Struct("=16xI")  # milliseconds since the last input
_SETUP = struct.Struct("=24x H 2x B B 10x")  # length of the vendor's name, number of roots, of formats


@dataclass(frozen=True)
class Screen:
    """None: not told."""

    full_screen: bool | None = None
    idle_ms: int | None = None


def read(environment: Mapping[str, str]) -> Screen:
    """The screen of this moment; nothing is told where the desktop is not one of X."""
    if not is_of_x(environment):
        return Screen()
    with x11.connected(environment["DISPLAY"]) as server:
        if server is None:
            return Screen()
        window = root(server.setup())
        return Screen() if window is None else Screen(is_full(server.ask, window), idle_ms(server.ask, window))


def is_of_x(environment: Mapping[str, str]) -> bool:
    """Whether the desktop is drawn by the X server that DISPLAY names."""
    is_wayland = environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland"
    return bool(environment.get("DISPLAY")) and not is_wayland


def root(setup: bytes) -> int | None:
    """The window of the whole screen, of the first screen."""
    if len(setup) < _SETUP.size:
        return None
    vendor, roots, formats = _SETUP.unpack_from(setup)
    at = _SETUP.size + padded(vendor) + 8 * formats
    if not roots or len(setup) < at + 4:
        return None
    return int(struct.unpack_from("=I", setup, at)[0])


def is_full(ask: Ask, window: int) -> bool | None:
    """Whether the window in front fills the screen; None where no window manager tells which is in front."""
    active = x_property.numbers(ask, window, "_NET_ACTIVE_WINDOW")
    if not active:
        return None
    states = x_property.numbers(ask, active[0], "_NET_WM_STATE") if active[0] else ()
    return bool(states) and x_property.atom(ask, "_NET_WM_STATE_FULLSCREEN") in states


def idle_ms(ask: Ask, window: int) -> int | None:
    """Milliseconds since the last input; None where the server does not keep it."""
    opcode = x_property.extension(ask, "MIT-SCREEN-SAVER")
    if opcode is None:
        return None
    info = ask(struct.pack("=BBHI", opcode, _QUERY_INFO, 0, window))
    return int(_INFO.unpack_from(info)[0]) if info else None
