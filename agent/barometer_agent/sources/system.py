"""Which system this is, by the names that people and the wire use."""

import sys
from importlib import import_module
from types import ModuleType

from barometer_agent.sampler import NoData, Reason

# sys.platform -> (the name on the wire, the name for people)
_SYSTEMS = {"linux": ("linux", "Linux"), "win32": ("windows", "Windows"), "darwin": ("macos", "macOS")}

# What each question is about, as a noun
_WORDS = {
    "appearance": Reason("how programs should look", "hoe programma's eruit moeten zien"),
    "arrival": Reason("since when an account is here", "sinds wanneer een account hier is"),
    "boots": Reason("boot time", "opstarttijd"),
    "connection": Reason("the kind of connection and the Wi-Fi signal", "het soort verbinding en het wifi-signaal"),
    "crashes": Reason("application crashes", "crashes van programma's"),
    "desktop": Reason("what the desktop is busy with", "waar het bureaublad mee bezig is"),
    "drives": Reason("the health of the drives", "de conditie van de schijven"),
    "limits": Reason("battery saver and metered connections", "energiebesparing en verbindingen met datalimiet"),
    "load": Reason("how busy processor, memory and disk are", "hoe druk processor, geheugen en schijf het hebben"),
    "own_languages": Reason("the languages of a person", "de talen van een gebruiker"),
    "power": Reason("what the battery still holds", "wat de accu nog vasthoudt"),
    "pressure": Reason("waiting for processor, memory and disk", "wachten op processor, geheugen en schijf"),
    "restarts": Reason("crashes and restarts of the system", "vastlopers en herstarts van het systeem"),
    "screen": Reason("the size of the screen", "de grootte van het scherm"),
    "sign_ins": Reason("sign-in time", "aanmeldtijd"),
    "usage": Reason("whether somebody is at work", "of er iemand aan het werk is"),
    "vpn_connects": Reason("how long a VPN takes to connect", "hoe lang een VPN over verbinden doet"),
    "wakes": Reason("wake-up time", "ontwaaktijd"),
}


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
        raise not_yet(_WORDS[question], platform) from error


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
