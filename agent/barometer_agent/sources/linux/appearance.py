"""How a person wants programs to look, on Linux: the desktop portal, or else the name of the theme.

``color-scheme`` (1 dark, 2 light) and ``contrast`` (1 high) of org.freedesktop.appearance, as XDG Desktop Portal,
"Settings", has them; a portal that does not run is not started. GNOME keeps the former as a setting of its own. Themes
are dark by their names, and those of high contrast are called HighContrast and HighContrastInverse. A screen reader:
``ScreenReaderEnabled`` of org.a11y.Status, as AT-SPI keeps it.
"""

import os
import re
from collections.abc import Mapping
from typing import Any

from barometer_agent.sampler import NoData
from barometer_agent.sources import command
from barometer_agent.sources.appearance import Appearance
from barometer_agent.sources.linux import session_bus, x11, xsettings
from barometer_agent.sources.linux.system_bus import Asked, Method, Property

_PORTAL = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings", "Read"
SCHEME = Method(*_PORTAL, "vvu", ("org.freedesktop.appearance", "color-scheme"))
CONTRAST = Method(*_PORTAL, "vvu", ("org.freedesktop.appearance", "contrast"))
READER = Property("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status", "ScreenReaderEnabled", "b")
_DARK, _LIGHT, _HIGH = 1, 2, 1
_OF_GNOME = ("gsettings", "get", "org.gnome.desktop.interface", "color-scheme")
_DARK_NAME = re.compile(r"(^|[-_:])dark($|[-_:])|inverse", re.IGNORECASE)
_PATIENCE_SECONDS = 2.0


def read(environment: Mapping[str, str] = os.environ, library: Any = None) -> Appearance:
    """What was chosen by whoever asks. ``library`` is libsystemd, unless given."""
    asked: tuple[Asked, ...] = (SCHEME, CONTRAST, READER)
    told = session_bus.read(asked, library)
    if SCHEME not in told and "GNOME" in environment.get("XDG_CURRENT_DESKTOP", ""):
        told = {**told, SCHEME: _of_gnome()}
    return parse(told, environment.get("GTK_THEME") or _theme(environment))


def parse(told: Mapping[Asked, str | int], theme: str) -> Appearance:
    """What the portal told, and where that is nothing what the theme's name says."""
    scheme, reader = told.get(SCHEME), told.get(READER)
    by_name = bool(_DARK_NAME.search(theme)) if theme else None
    is_high = told.get(CONTRAST) == _HIGH or theme.lower().startswith("highcontrast")
    return Appearance(
        dark=scheme == _DARK if scheme in (_DARK, _LIGHT) else by_name,
        high_contrast=is_high if CONTRAST in told or theme else None,
        screen_reader=None if reader is None else bool(reader),
    )


def _theme(environment: Mapping[str, str]) -> str:
    with x11.connected(environment.get("DISPLAY", "")) as server:
        return "" if server is None else str(xsettings.read(server.ask).get("Net/ThemeName", ""))


def _of_gnome() -> int:
    """The scheme in the portal's numbers; 0 for none."""
    try:
        output = command.run(*_OF_GNOME, timeout_seconds=_PATIENCE_SECONDS)
    except NoData:
        return 0
    words = output.text if output and output.status == 0 else ""
    return _DARK if "dark" in words else _LIGHT if "light" in words else 0
