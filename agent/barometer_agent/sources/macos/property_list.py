"""Property lists, as the programs of macOS print them and its files hold them."""

import plistlib
from typing import Any
from xml.parsers.expat import ExpatError

from barometer_agent.sampler import NoData, Reason


def parse(content: str | bytes, source: str) -> Any:
    """What the list holds. Raises NoData, naming ``source``, where it is none."""
    raw = content.encode() if isinstance(content, str) else content
    try:
        return plistlib.loads(raw)
    # plistlib lets through what its parts raise: a date that is none, a number that is none, a file cut short
    except (ValueError, ExpatError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise NoData(Reason(f"{source} gave no property list", f"{source} gaf geen property list")) from error


def dictionaries(value: Any) -> list[dict[str, Any]]:
    """The dictionaries among the items of a list; a dictionary alone counts as a list of one."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def number(value: Any) -> int | None:
    """``value`` where it is a whole number; True and False are none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
