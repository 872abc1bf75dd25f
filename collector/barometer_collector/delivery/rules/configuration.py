"""What agents are told, and how they see that it changed."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from barometer_shared.protocol import DeviceConfig, Target
from barometer_shared.questions import OpenQuestion

COLLECTOR_TARGET = "collector"


class FleetPace(NamedTuple):
    """How often the fleet sends, and did before ``changed_at`` (milliseconds since 1970 UTC).

    Whatever changes for all devices at once reaches them in turn, spread over ``spread_ms``: each fetches what it is
    told as soon as it hears of another version.
    """

    interval_seconds: int
    before_seconds: int = 0
    changed_at: int = 0
    spread_ms: int = 0


def turn_ms(device_id: int, spread_ms: int) -> int:
    """How much later than others this device is told what changed for all; the same each time."""
    return device_id % spread_ms if spread_ms else 0


def interval_seconds(pace: FleetPace, as_of_ms: int) -> int:
    """The pace as it was at that moment."""
    return pace.interval_seconds if as_of_ms >= pace.changed_at else pace.before_seconds


def targets_of(public_url: str, more: Sequence[Target]) -> list[Target]:
    """The collector itself, which every laptop can reach, and what the settings add."""
    own = [Target(COLLECTOR_TARGET, f"{public_url}/healthz")] if public_url else []
    return [*own, *(target for target in more if target.name != COLLECTOR_TARGET)]


def compose(interval_seconds: int, targets: list[Target], questions: Sequence[OpenQuestion]) -> DeviceConfig:
    """The configuration, with a version that is the same exactly when all of it is."""
    config = DeviceConfig("", interval_seconds, targets, list(questions))
    version = hashlib.sha256(msgspec.json.encode(config)).hexdigest()[:12]
    return msgspec.structs.replace(config, version=version)


def within(pace: FleetPace, fastest: int, slowest: int) -> FleetPace:
    """The pace as the settings allow it, also before the jobs have looked at them."""
    most = max(fastest, slowest)

    def kept(seconds: int) -> int:
        return min(max(seconds, fastest), most)

    return pace._replace(interval_seconds=kept(pace.interval_seconds), before_seconds=kept(pace.before_seconds))
