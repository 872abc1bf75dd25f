"""Which system this is, by the names that people and the wire use."""

import sys

from barometer_agent.sampler import NoData

# sys.platform -> (the name on the wire, the name for people)
_SYSTEMS = {"linux": ("linux", "Linux"), "win32": ("windows", "Windows"), "darwin": ("macos", "macOS")}


def wire_name(platform: str = sys.platform) -> str:
    """``linux``, ``windows`` or ``macos``. Raises NoData on any other system."""
    return _names(platform)[0]


def spoken_name(platform: str = sys.platform) -> str:
    """``Linux``, ``Windows`` or ``macOS``. Raises NoData on any other system."""
    return _names(platform)[1]


def not_yet(what: str, platform: str = sys.platform) -> NoData:
    """The honest answer where ``platform`` may know something that this version does not read."""
    return NoData(f"{what} is not measured yet on {spoken_name(platform)}")


def _names(platform: str) -> tuple[str, str]:
    try:
        return _SYSTEMS[platform]
    except KeyError:
        raise NoData(f"the system {platform} is unknown: Barometer runs on Linux, Windows and macOS") from None
