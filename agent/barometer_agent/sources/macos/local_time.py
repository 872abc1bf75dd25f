"""Local times, as programs of macOS print and take them, and moments."""

from datetime import UTC, datetime, tzinfo


def moment_us(local: datetime, zone: tzinfo | None = None) -> int:
    """A naive local time as microseconds since 1970 UTC, by the rules of ``zone``; None: those of this Mac."""
    aware = local.replace(tzinfo=zone) if zone else local.astimezone()
    return round(aware.timestamp()) * 1_000_000


def at(moment: int, zone: tzinfo | None = None) -> datetime:
    """The naive local time, in whole seconds, of a moment in microseconds since 1970 UTC."""
    return datetime.fromtimestamp(moment // 1_000_000, UTC).astimezone(zone).replace(tzinfo=None)
