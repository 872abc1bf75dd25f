"""When macOS itself was updated: the list that the installer keeps.

Source: ``/Library/Receipts/InstallHistory.plist``, what System Information shows under Installations: an array of
dictionaries with ``date`` and ``displayName`` (``macOS 14.5``, ``macOS Sonoma``), which everybody may read.
"""

from datetime import UTC, datetime
from pathlib import Path

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import property_list

_HISTORY = Path("/Library/Receipts/InstallHistory.plist")


def read(history: Path = _HISTORY) -> tuple[int, ...]:
    """When updates of macOS were finished, in microseconds since 1970 UTC; nothing where that is not told."""
    try:
        return parse(history.read_bytes())
    except (OSError, NoData):
        return ()


def parse(content: bytes) -> tuple[int, ...]:
    """The updates of macOS in the list, oldest first. Raises NoData where it is none."""
    entries = property_list.dictionaries(property_list.parse(content, _HISTORY.name))
    return tuple(
        sorted(
            round(entry["date"].replace(tzinfo=UTC).timestamp() * 1_000_000)
            for entry in entries
            if isinstance(entry.get("date"), datetime) and str(entry.get("displayName")).startswith("macOS")
        )
    )
