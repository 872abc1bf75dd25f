"""Use of a Linux laptop, as logind, its lid and its screens tell.

When somebody last touched it is told by the desktop alone, on the person's own bus, which a service cannot reach;
logind passes on that the desktop found the session idle, after the desktop's own delay (GNOME: 5 minutes).
"""

from pathlib import Path

from barometer_agent.sources.linux import sessions, sysfs
from barometer_agent.sources.usage import Use

_LIDS = Path("/proc/acpi/button/lid")
_SCREENS = Path("/sys/class/drm")
_BUILT_IN = ("eDP", "LVDS", "DSI")


def read(lids: Path = _LIDS, screens: Path = _SCREENS, logind: Path = sessions.FOLDER) -> Use:
    """Use at this moment: nobody works on a laptop that is shut, unless another screen is connected to it."""
    use = sessions.use(sessions.read(logind))
    if use.in_use and is_shut(lids) and not has_other_screen(screens):
        return Use(False, use.basis)
    return use


def is_shut(lids: Path = _LIDS) -> bool:
    """Whether the lid is closed (``/proc/acpi/button/lid/*/state``); False where there is none that tells."""
    states = [sysfs.text(path) for path in lids.glob("*/state")]
    return bool(states) and all("closed" in state for state in states)


def has_other_screen(screens: Path = _SCREENS) -> bool:
    """Whether a screen besides the built-in one is connected (``card*-*/status`` of the kernel's drm class)."""
    connectors = (path for path in screens.glob("card*-*/status") if sysfs.text(path) == "connected")
    return any(not path.parent.name.partition("-")[2].startswith(_BUILT_IN) for path in connectors)
