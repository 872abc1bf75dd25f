"""What a Mac should be spared now.

Source: pmset(1): ``lowpowermode``, and ``powermode`` on the models that also have a high power mode (1 is low there).
That a network counts its megabytes macOS tells to the application that uses it alone (NWPath.isExpensive); a telephone
on a cable can be seen, its hotspot over Wi-Fi cannot.
"""

import re
from collections.abc import Mapping

from barometer_agent.sampler import NoData
from barometer_agent.sources.limits import Limits
from barometer_agent.sources.macos import interfaces, programs, routes

_LOW_POWER = re.compile(r"^\s*(?:lowpowermode|powermode)\s+1\s*$", re.MULTILINE)


def read() -> Limits:
    """The limits of this moment; what is not told limits nothing."""
    return of(interfaces.read())


def of(kinds: Mapping[str, str]) -> Limits:
    """The same, where ``kinds`` of interfaces are known."""
    return Limits(battery_saver=_saves_power(), metered=_is_mobile(kinds))


def is_low_power(text: str) -> bool:
    """Whether the settings in use, as ``pmset -g`` prints them, save power."""
    return bool(_LOW_POWER.search(text))


def _saves_power() -> bool:
    try:
        return is_low_power(programs.answer("pmset", "-g"))
    except NoData:
        return False


def _is_mobile(kinds: Mapping[str, str]) -> bool:
    try:
        return kinds.get(routes.read().interface) == "mobile"
    except NoData:
        return False
