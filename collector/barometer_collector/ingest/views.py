"""What the intake shows of what it has."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class LatestSample:
    """A sample as stored. ``at`` in milliseconds since 1970 UTC, ``value`` in the metric's unit."""

    metric: str
    subject: str
    at: int
    value: int
    failed: bool
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DroppedSamples:
    """How many samples of a metric a laptop gave up before they could be sent, as it told, since it was enrolled."""

    metric: str
    samples: int


@dataclass(frozen=True)
class QuarantinedItem:
    """An item that was not taken in, and why. ``device_id`` as people see it, 16 hexadecimal digits."""

    device_id: str
    batch: str
    item: str
    received_at: int
    field: str
    rule: str
    raw: str
