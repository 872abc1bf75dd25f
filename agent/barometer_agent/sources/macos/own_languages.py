"""The languages of a person on a Mac: ``AppleLanguages`` among the settings of all programs.

The person's own property list, of the domain NSGlobalDomain (defaults(1)); a launch agent has no locale.
"""

from pathlib import Path
from typing import Any

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import property_list

_FILE = Path("Library/Preferences/.GlobalPreferences.plist")


def read() -> tuple[str, ...]:
    """The tags, the dearest first; none where they are not kept."""
    return of_home(Path.home())


def of_home(home: Path) -> tuple[str, ...]:
    """The same for whose folder that is."""
    try:
        return parse(property_list.parse((home / _FILE).read_bytes(), "AppleLanguages"))
    except (NoData, OSError):
        return ()


def parse(settings: Any) -> tuple[str, ...]:
    """The tags in what the list holds."""
    told = settings.get("AppleLanguages") if isinstance(settings, dict) else None
    return tuple(tag for tag in told if isinstance(tag, str)) if isinstance(told, list) else ()
