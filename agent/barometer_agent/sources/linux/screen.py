"""The main screen of a desktop on X, as RandR, the window manager and the panels tell it.

``_NET_WORKAREA`` (Extended Window Manager Hints) is one area for all screens together, which says little where they
differ in height: what each panel keeps for itself (``_NET_WM_STRUT_PARTIAL``) is taken off the main screen too.
How large things are: ``Xft/DPI`` of XSETTINGS, in which the desktop's factor is contained already, or ``Xft.dpi`` of
the X resources; GDK_SCALE where somebody set it by hand.
"""

import os
import struct
from collections.abc import Iterable, Mapping

from barometer_agent.sources.linux import x11, x_property, x_screen, xsettings
from barometer_agent.sources.linux.x_property import Ask
from barometer_agent.sources.linux.xsettings import Value
from barometer_agent.sources.screen import Area, Screen, believable

_GET_MONITORS = 42  # of RandR 1.5
_MONITORS = struct.Struct("=12xI16x")
_MONITOR = struct.Struct("=4x B x H hh HH 8x")  # is it the main one, its outputs, where it lies, its size
_MOST_WINDOWS = 200


def read(environment: Mapping[str, str] = os.environ) -> Screen:
    """The screen of this moment; nothing is told where no X server draws windows."""
    with x11.connected(environment.get("DISPLAY", "")) as server:
        window = x_screen.root(server.setup()) if server else None
        if server is None or window is None:
            return Screen()
        kept = x_property.octets(server.ask, window, "RESOURCE_MANAGER")
        return Screen(area(server.ask, window), scale(xsettings.read(server.ask), kept, environment))


def area(ask: Ask, root: int) -> Area | None:
    """What is free on the main screen; None where RandR does not tell which that is."""
    main = _main(ask, root)
    if main is None:
        return None
    work, now = x_property.numbers(ask, root, "_NET_WORKAREA"), x_property.numbers(ask, root, "_NET_CURRENT_DESKTOP")
    at = 4 * now[0] if now and len(work) >= 4 * now[0] + 4 else 0
    free = main.within(Area(*work[at : at + 4])) if len(work) >= 4 else main
    size = x_property.numbers(ask, root, "_NET_DESKTOP_GEOMETRY")
    if len(size) == 2:
        windows = x_property.numbers(ask, root, "_NET_CLIENT_LIST")[:_MOST_WINDOWS]
        struts = (x_property.numbers(ask, window, "_NET_WM_STRUT_PARTIAL") for window in windows)
        free = without(free, struts, size[0], size[1])
    return free if free.width and free.height else main


def without(free: Area, struts: Iterable[tuple[int, ...]], width: int, height: int) -> Area:
    """The area less what panels keep, on screens of this size together.

    A strut is how much is kept at the left, right, top and bottom, and from where to where along each of these edges.
    """
    for strut in struts:
        if len(strut) != 12:
            continue
        left, right, top, bottom, *along = strut
        rows = [(along[at], along[at + 1]) for at in (0, 2, 4, 6)]
        if left and _meets(rows[0], free.top, free.height):
            free = free.within(Area(left, 0, width, height))
        if right and _meets(rows[1], free.top, free.height):
            free = free.within(Area(0, 0, width - right, height))
        if top and _meets(rows[2], free.left, free.width):
            free = free.within(Area(0, top, width, height))
        if bottom and _meets(rows[3], free.left, free.width):
            free = free.within(Area(0, 0, width, height - bottom))
    return free


def scale(settings: Mapping[str, Value], resources: bytes, environment: Mapping[str, str]) -> float | None:
    """How large things are; None where nobody says it."""
    told = [_ratio(settings.get("Xft/DPI"), 1024 * 96), _ratio(settings.get("Gdk/WindowScalingFactor"), 1)]
    told += [_ratio(_resource(resources, "Xft.dpi"), 96), _ratio(environment.get("GDK_SCALE"), 1)]
    known = [each for each in told if each is not None]
    return max(known) if known else None


def _meets(edge: tuple[int, int], start: int, length: int) -> bool:
    return edge[0] < start + length and edge[1] >= start


def _ratio(told: Value | None, of: int) -> float | None:
    try:
        return None if told is None else believable(float(told) / of)
    except ValueError:
        return None


def _resource(resources: bytes, name: str) -> str | None:
    lines = (line.partition(":") for line in resources.decode("latin-1").splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), None)


def _main(ask: Ask, root: int) -> Area | None:
    """The screen that the person called the main one, else the first."""
    opcode = x_property.extension(ask, "RANDR")
    reply = ask(struct.pack("=BBHIBxxx", opcode, _GET_MONITORS, 0, root, 1)) if opcode else None
    if reply is None:
        return None
    found: list[Area] = []
    at = _MONITORS.size
    for _ in range(_MONITORS.unpack_from(reply)[0]):
        if len(reply) < at + _MONITOR.size:
            break
        is_main, outputs, *where = _MONITOR.unpack_from(reply, at)
        found.insert(0 if is_main else len(found), Area(*where))
        at += _MONITOR.size + 4 * outputs
    return found[0] if found else None
