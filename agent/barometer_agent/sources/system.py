"""Which system this is, by the names that people and the wire use."""

import sys
from importlib import import_module
from types import ModuleType

from barometer_agent.sampler import NoData, Reason

# sys.platform -> (the name on the wire, the name for people)
_SYSTEMS = {"linux": ("linux", "Linux"), "win32": ("windows", "Windows"), "darwin": ("macos", "macOS")}


def wire_name(platform: str = sys.platform) -> str:
    """``linux``, ``windows`` or ``macos``. Raises NoData on any other system."""
    return _names(platform)[0]


def spoken_name(platform: str = sys.platform) -> str:
    """``Linux``, ``Windows`` or ``macOS``. Raises NoData on any other system."""
    return _names(platform)[1]


def reader(question: str, platform: str = sys.platform) -> ModuleType:
    """The module ``sources/<system>/<question>.py``, of which ``read`` does what ``sources/<question>.py`` promises.

    Raises NoData where this version has none for ``platform``.
    """
    name = f"barometer_agent.sources.{wire_name(platform)}.{question}"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        words = question.replace("_", " ")
        raise not_yet(Reason(words, words), platform) from error


def not_yet(what: Reason, platform: str = sys.platform) -> NoData:
    """The honest answer where ``platform`` may know ``what`` (a noun in each language) and this version does not."""
    name = spoken_name(platform)
    return NoData(Reason(f"not measured yet on {name}: {what.en}", f"wordt op {name} nog niet gemeten: {what.nl}"))


def _names(platform: str) -> tuple[str, str]:
    try:
        return _SYSTEMS[platform]
    except KeyError:
        raise NoData(
            Reason(
                f"the system {platform} is unknown: Barometer runs on Linux, Windows and macOS",
                f"het systeem {platform} is onbekend: Barometer werkt op Linux, Windows en macOS",
            )
        ) from None
