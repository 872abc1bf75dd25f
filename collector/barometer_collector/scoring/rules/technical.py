"""T of many devices at once: each component's points from its metrics, and the score from its components."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from barometer_collector.scoring.rules.breakdown import Breakdown, break_down
from barometer_collector.scoring.rules.curve import FloatArray
from barometer_collector.scoring.rules.definition import ComponentRule, Limits, MetricRule, Model
from barometer_collector.scoring.rules.facts import BoolArray, Facts
from barometer_collector.scoring.rules.measured import Measured

Measure = Callable[[MetricRule, Facts, Limits], Measured]


@dataclass(frozen=True)
class ComponentPoints:
    """A component of every device: ``points`` (NaN without data), and per metric what it was read from and its
    ``shares`` (0 to 1, renormalised over what has data)."""

    rule: ComponentRule
    points: FloatArray
    applicable: BoolArray
    measured: tuple[Measured, ...]
    shares: tuple[FloatArray, ...]


@dataclass(frozen=True)
class Technical:
    """T of every device; the parts of ``score`` are the components, in the model's order."""

    components: tuple[ComponentPoints, ...]
    score: Breakdown


def score_t(model: Model, facts: Facts, measures: Mapping[str, Measure]) -> Technical:
    """T of the devices of ``facts``. ``measures`` gives each component's function by its name."""
    components = tuple(_component(rule, facts, model.limits, measures[rule.name]) for rule in model.components)
    score = break_down(
        parts=np.column_stack([each.points for each in components]),
        applicable=np.column_stack([each.applicable for each in components]),
        weights=np.array([rule.weight for rule in model.components], dtype=np.float64),
        least_coverage=model.limits.least_coverage,
        cap=model.limits.cap,
    )
    return Technical(components, score)


def _component(rule: ComponentRule, facts: Facts, limits: Limits, measure: Measure) -> ComponentPoints:
    """The mean of its metrics by their shares, renormalised over those with data; it applies where any of them does."""
    found = tuple(measure(metric, facts, limits) for metric in rule.metrics)
    points = np.stack([each.points for each in found])
    has = ~np.isnan(points)
    share = np.where(has, np.array([metric.share for metric in rule.metrics])[:, None], 0.0)
    total = share.sum(axis=0)
    share = np.divide(share, total, out=np.zeros_like(share), where=total > 0)
    mean = np.where(total > 0, (share * np.where(has, points, 0.0)).sum(axis=0), np.nan)
    applicable = np.logical_or.reduce([each.applicable for each in found])
    return ComponentPoints(rule, mean, applicable, found, tuple(share))
