"""What makes a model usable: known names, weights that mean something, points in order and where counts can tell."""

import math
from collections.abc import Collection, Iterator
from itertools import pairwise

from barometer_collector.scoring.rules.definition import ComponentRule, MetricRule, Model, Points
from barometer_shared.metrics import METRICS, Better, Kind, Metric

_SHARES_MAY_BE_OFF = 1e-6


def wrong_with_model(model: Model, components: Collection[str]) -> str:
    """The first thing that is wrong, with name, value and fix; "" when the model can be used."""
    return next(_faults(model, components), "")


def _faults(model: Model, components: Collection[str]) -> Iterator[str]:
    if min(model.combined) < 0 or sum(model.combined) <= 0:
        yield f"[combined] is {model.combined}: give t, x and o no negative weight, and one of them some"
    if not model.components:
        yield "there is no [[component]]: give at least one"
    yield from _limits(model)
    names = [component.name for component in model.components]
    metrics = [name for rule in model.rules() for name in rule.names()]
    twice = next((name for name in metrics if metrics.count(name) > 1), "")
    if twice:
        yield f'metric "{twice}" stands twice: each metric counts once'
    for component in model.components:
        if component.name not in components:
            yield f'component name = "{component.name}" is not known: choose one of {", ".join(sorted(components))}'
        if names.count(component.name) > 1:
            yield f'component name = "{component.name}" stands twice: give each component once'
        yield from _component(component)


def _limits(model: Model) -> Iterator[str]:
    limits = model.limits
    if not 0 <= limits.least_coverage <= 1:
        yield f"t.least_coverage = {limits.least_coverage:.0%}: expected 0 % to 100 %"
    if not 0 <= limits.cap <= 100:
        yield f"t.cap = {limits.cap}: expected 0 to 100 points"
    if limits.shortest_use_hours <= 0 or limits.work_week_hours <= 0 or limits.least_hours < 0:
        yield "t.shortest_use and t.work_week must be more than 0 h, t.least_hours at least 0 h"
    if limits.most_failures < 1 or limits.least_attempts < 1:
        yield "t.most_failures and t.least_attempts must be at least 1"
    if model.window_days < 1 or model.answer_days < 1:
        yield "t.window and x.window must be at least 1 day"


def _component(component: ComponentRule) -> Iterator[str]:
    if not component.weight > 0 or not math.isfinite(component.weight):
        yield f"{component.name}.weight = {component.weight}: expected more than 0; leave the component out instead"
    shares = sum(rule.share for rule in component.metrics)
    if not component.metrics or abs(shares - 1) > _SHARES_MAY_BE_OFF or min(r.share for r in component.metrics) <= 0:
        yield f"{component.name}: the shares add up to {shares:.2%}: give its metrics shares that make 100 %"
    for rule in component.metrics:
        yield from (f"{component.name}.{rule.metric}{fault}" for fault in _metric(rule))


def _metric(rule: MetricRule) -> Iterator[str]:
    unknown = [name for name in rule.names() if name not in METRICS]
    if unknown:
        yield f': metric "{unknown[0]}" is not in the catalogue: choose one of {", ".join(METRICS)}'
        return
    if rule.window_days < 1:
        yield f".window = {rule.window_days} days: expected at least 1 day"
    metric = METRICS[rule.metric]
    if metric.kind is Kind.SUM and not rule.of:
        yield ': a sum alone has no points: name the metric that it is a share of, as in of = "connects_attempted"'
    if rule.last < (metric.kind is Kind.EVENT and metric.unit != "count"):
        yield f".last = {rule.last}: expected of how many events the median is taken, at least 1"
    if rule.table:
        yield from _table(rule)
    elif rule.points is not None:
        yield from _points(rule.points, metric, bucketed=metric.kind is Kind.GAUGE)


def _table(rule: MetricRule) -> Iterator[str]:
    falling = all(one >= next_one for one, next_one in pairwise(rule.table))
    if not falling or rule.table[0] > 100 or rule.table[-1] < 0:
        yield f".table = {list(rule.table)}: expected points from 100 down to 0, never rising"


def _points(points: Points, metric: Metric, *, bucketed: bool) -> Iterator[str]:
    values = points.in_order()
    steps = [later - earlier for earlier, later in pairwise(values)]
    rising, falling = all(step > 0 for step in steps), all(step < 0 for step in steps)
    if not (falling if metric.better is Better.HIGHER else rising):
        direction = "fall" if metric.better is Better.HIGHER else "rise"
        yield f": ideal, good, poor, floor are {_listed(values)} {metric.unit}: they must {direction} in this order"
    for name, value in zip(("ideal", "good", "poor", "floor"), values, strict=True):
        if bucketed and value not in metric.edges:
            yield f".{name} = {value:g} {metric.unit} is not where values are counted: use {_listed(metric.edges)}"


def _listed(values: tuple[float, ...]) -> str:
    return ", ".join(f"{value:g}" for value in values)
