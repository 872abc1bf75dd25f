"""Answers on their own scale as 0 to 100, for display. Scales are not interchangeable: nothing adds them up."""

from collections.abc import Mapping
from dataclasses import dataclass

# (lowest, highest) of each question type that has a scale; the highest is always the best.
SCALES: Mapping[str, tuple[int, int]] = {"faces": (1, 5), "effort": (1, 7), "recommend": (0, 10), "calm": (0, 10)}


@dataclass(frozen=True)
class SharedAnswer:
    """An employee's answer that IT may see with the laptop. ``points`` 0 to 100, ``value`` on the type's own scale."""

    points: float
    value: int
    type: str
    campaign: str


def points_of(type_: str, value: int | None) -> float | None:
    """``value`` of a question of ``type_`` as 0 to 100; None for what is no opinion and for types without a scale."""
    if value is None or type_ not in SCALES:
        return None
    lowest, highest = SCALES[type_]
    return 100.0 * (value - lowest) / (highest - lowest)
