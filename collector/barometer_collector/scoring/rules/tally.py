"""A group's T as sums of whole numbers over its devices: adding two tallies in any order gives the same one.

What a device adds to its group is a row of whole numbers. Which number stands where follows from the model; rows of
two models are never added.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import msgspec
import numpy as np

from barometer_collector.scoring.rules.breakdown import NONE
from barometer_collector.scoring.rules.curve import POOR
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.rules.facts import IntArray
from barometer_collector.scoring.rules.technical import Technical
from barometer_collector.scoring.rules.whole import HUNDREDTHS, TEN_THOUSANDTHS, whole

CAP = "cap"
FLAG, SCORE, COUNT, AMOUNT = 1, 2, 4, 8  # bytes that one device's number fits into

_TOTAL = {"scored": FLAG, "t": SCORE, "coverage": SCORE, "cap_cost": SCORE}
_COMPONENT = {
    "applicable": FLAG, "devices": FLAG, "poor": FLAG, "capped": FLAG, "value": SCORE, "cost": SCORE, "weight": SCORE,
}  # fmt: skip
_METRIC = {"devices": FLAG, "points": SCORE, "share": SCORE, "n": COUNT, "failed": COUNT, "typical": AMOUNT}


@dataclass(frozen=True)
class MetricTally:
    """Over the devices with points, added up: ``points`` in hundredths, ``share``, ``typical`` in ten-thousandths."""

    unit: str
    devices: int
    points: int
    share: int
    typical: int
    n: int
    failed: int


@dataclass(frozen=True)
class ComponentTally:
    """``applicable`` devices and ``devices`` of these with data; ``value`` and ``cost`` in hundredths, ``weight`` in
    ten-thousandths, added up."""

    window_days: int
    applicable: int = 0
    devices: int = 0
    poor: int = 0
    value: int = 0
    cost: int = 0
    weight: int = 0
    metrics: Mapping[str, MetricTally] = field(default_factory=dict)


@dataclass(frozen=True)
class Tally:
    """Over the devices that have a T: ``t`` in hundredths, ``coverage`` in ten-thousandths, added up."""

    scored: int = 0
    t: int = 0
    coverage: int = 0
    components: Mapping[str, ComponentTally] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """Which number of a row is what, under a model. ``units`` are those of the metrics' typical values, in the model's
    order."""

    model: Model
    units: tuple[str, ...]

    @cached_property
    def widths(self) -> Mapping[tuple[str, ...], int]:
        """The bytes that a device's number fits into, by its name, in the order of a row."""
        return dict(_columns(self.model))

    @cached_property
    def places(self) -> Mapping[tuple[str, ...], int]:
        """Where a number stands in a row, by its name."""
        return {name: place for place, name in enumerate(self.widths)}

    @cached_property
    def mark(self) -> int:
        """Tells the rows of this model from those of any other, also of one that has its name; 63 bits."""
        digest = hashlib.blake2b(
            msgspec.json.encode([self.model, self.units, list(self.widths.items())]), digest_size=8
        )
        return int.from_bytes(digest.digest(), "little") >> 1

    def nothing(self) -> IntArray:
        """The row of no device."""
        return np.zeros(len(self.widths), dtype=np.int64)


def rows_of(layout: Layout, technical: Technical) -> IntArray:
    """What each device adds to its group, one row per device; only zeros for those without a T."""
    score = technical.score
    scored = score.value != NONE
    rows = np.zeros((len(scored), len(layout.widths)), dtype=np.int64)
    for name, values in _numbers(technical):
        rows[:, layout.places[name]] = values
    rows[~scored] = 0
    return rows


def tally_of(layout: Layout, row: IntArray) -> Tally:
    """What a row, or the sum of many, says."""
    at = {name: int(row[place]) for name, place in layout.places.items()}
    if not at["scored",]:
        return Tally()
    units = dict(zip((rule.metric for rule in layout.model.rules()), layout.units, strict=True))
    components: dict[str, ComponentTally] = {}
    for rule in layout.model.components:
        metrics = {
            metric.metric: MetricTally(units[metric.metric], **{each: at[metric.metric, each] for each in _METRIC})
            for metric in rule.metrics
            if at[metric.metric, "devices"]
        }
        numbers = {each: at["", rule.name, each] for each in _COMPONENT if each != "capped"}
        components[rule.name] = ComponentTally(rule.window_days, metrics=metrics, **numbers)
    lowest = [(at["", rule.name, "capped"], rule.window_days) for rule in layout.model.components]
    if devices := sum(count for count, _ in lowest):
        window = max(days for count, days in lowest if count)
        components[CAP] = ComponentTally(window, devices, devices, cost=at["cap_cost",])
    return Tally(at["scored",], at["t",], at["coverage",], components)


def _columns(model: Model) -> Iterator[tuple[tuple[str, ...], int]]:
    for name, width in _TOTAL.items():
        yield (name,), width
    for component in model.components:
        for name, width in _COMPONENT.items():
            yield ("", component.name, name), width
    for rule in model.rules():
        for name, width in _METRIC.items():
            yield (rule.metric, name), width


def _numbers(technical: Technical) -> Iterator[tuple[tuple[str, ...], IntArray]]:
    score = technical.score
    yield ("scored",), (score.value != NONE).astype(np.int64)
    yield ("t",), score.value
    yield ("coverage",), whole(score.coverage, TEN_THOUSANDTHS)
    yield ("cap_cost",), score.cap_cost
    for place, part in enumerate(technical.components):
        has = ~np.isnan(part.points)
        value = whole(part.points, HUNDREDTHS)
        numbers = {
            "applicable": part.applicable,
            "devices": has,
            "poor": has & (value < POOR * HUNDREDTHS),
            "capped": (score.cap_cost > 0) & (score.lowest == place),
            "value": value,
            "cost": score.cost[:, place],
            "weight": whole(score.weight[:, place], TEN_THOUSANDTHS),
        }
        yield from ((("", part.rule.name, name), values) for name, values in numbers.items())
        for rule, found, share in zip(part.rule.metrics, part.measured, part.shares, strict=True):
            points = ~np.isnan(found.points)
            of_metric = {
                "devices": points,
                "points": whole(found.points, HUNDREDTHS),
                "share": whole(share, TEN_THOUSANDTHS),
                "n": found.n,
                "failed": found.failed,
                "typical": whole(found.typical, TEN_THOUSANDTHS),
            }
            yield from (((rule.metric, name), np.where(points, values, 0)) for name, values in of_metric.items())
