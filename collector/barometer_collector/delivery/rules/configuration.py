"""What agents are told, and how they see that it changed."""

import hashlib
from collections.abc import Sequence

import msgspec

from barometer_shared.protocol import DeviceConfig, Target
from barometer_shared.questions import OpenQuestion

COLLECTOR_TARGET = "collector"


def targets_of(public_url: str, more: Sequence[Target]) -> list[Target]:
    """The collector itself, which every laptop can reach, and what the settings add."""
    own = [Target(COLLECTOR_TARGET, f"{public_url}/healthz")] if public_url else []
    return [*own, *(target for target in more if target.name != COLLECTOR_TARGET)]


def compose(interval_seconds: int, targets: list[Target], questions: Sequence[OpenQuestion]) -> DeviceConfig:
    """The configuration, with a version that is the same exactly when all of it is."""
    config = DeviceConfig("", interval_seconds, targets, list(questions))
    version = hashlib.sha256(msgspec.json.encode(config)).hexdigest()[:12]
    return msgspec.structs.replace(config, version=version)
