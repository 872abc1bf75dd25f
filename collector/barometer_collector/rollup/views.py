"""What the roll-up shows of a device."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DayFigure:
    """A metric (and subject) of one local day. ``mean`` in ``unit``; None where nothing was measured."""

    day: int  # days since 1970
    metric: str
    subject: str
    n: int
    failed: int
    mean: float | None
    unit: str


@dataclass(frozen=True)
class EventFigure:
    """Something that happened. ``at`` in milliseconds since 1970 UTC, ``value`` in the metric's unit."""

    metric: str
    subject: str
    at: int
    value: int
    labels: dict[str, str] = field(default_factory=dict)
