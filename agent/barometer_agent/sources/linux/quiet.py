"""Did this person ask for quiet: do not disturb, in the words of each desktop.

``Inhibited`` of org.freedesktop.Notifications is KDE's: true while anything, the person's own switch or a presentation,
holds back notifications (https://lists.freedesktop.org/archives/xdg/2019-March/014141.html). Others keep it as a
setting, which gsettings(1) and xfconf-query(1) tell: GNOME shows no banners, Cinnamon no notifications, MATE and Xfce
have a switch of that name.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from barometer_agent.sampler import NoData
from barometer_agent.sources import command
from barometer_agent.sources.linux import session_bus
from barometer_agent.sources.linux.system_bus import Property

_SERVICE = "org.freedesktop.Notifications"
INHIBITED = Property(_SERVICE, "/org/freedesktop/Notifications", _SERVICE, "Inhibited", "b")
_PATIENCE_SECONDS = 2.0


@dataclass(frozen=True)
class Setting:
    """How to ask for it, and the word that means quiet."""

    asked: Sequence[str]
    quiet: str


# by their names in XDG_CURRENT_DESKTOP
SETTINGS: Mapping[str, Setting] = {
    "GNOME": Setting(("gsettings", "get", "org.gnome.desktop.notifications", "show-banners"), "false"),
    "X-Cinnamon": Setting(("gsettings", "get", "org.cinnamon.desktop.notifications", "display-notifications"), "false"),
    "MATE": Setting(("gsettings", "get", "org.mate.NotificationDaemon", "do-not-disturb"), "true"),
    "XFCE": Setting(("xfconf-query", "--channel", "xfce4-notifyd", "--property", "/do-not-disturb"), "true"),
}


def is_asked(environment: Mapping[str, str] = os.environ, library: Any = None) -> bool | None:
    """None where this desktop does not tell. ``library`` is libsystemd, unless given."""
    inhibited = session_bus.read((INHIBITED,), library).get(INHIBITED)
    if inhibited:
        return True
    chosen = [SETTINGS[name] for name in environment.get("XDG_CURRENT_DESKTOP", "").split(":") if name in SETTINGS]
    told = [is_quiet for setting in chosen[:1] if (is_quiet := _set(setting)) is not None]
    told += [] if inhibited is None else [False]
    return any(told) if told else None


def parse(text: str, quiet: str) -> bool | None:
    """The word of a setting; None for anything but true and false."""
    word = text.strip()
    return word == quiet if word in ("true", "false") else None


def _set(setting: Setting) -> bool | None:
    try:
        output = command.run(*setting.asked, timeout_seconds=_PATIENCE_SECONDS)
    except NoData:
        return None
    return parse(output.text, setting.quiet) if output and output.status == 0 else None
