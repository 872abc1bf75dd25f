"""What is told of a team or the fleet: the mean over its devices and what it costs, and its published answers."""

import numpy as np

from barometer_collector.scoring.rules.breakdown import FULL, HUNDREDTHS, largest_remainder
from barometer_collector.scoring.rules.curve import band
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.rules.explain import NO_DATA, by_cost, experience, operational
from barometer_collector.scoring.rules.measured import NOT_APPLICABLE
from barometer_collector.scoring.rules.tally import CAP, ComponentTally, MetricTally, Tally
from barometer_collector.scoring.rules.whole import TEN_THOUSANDTHS
from barometer_collector.scoring.views import (
    Component,
    Evidence,
    Group,
    MetricEvidence,
    PoorComponent,
    Score,
    Sentiment,
)


def group_of(model: Model, key: str, name: str, sizes: tuple[int, int], tally: Tally, x: Sentiment) -> Group:
    """A group without its trend. ``sizes``: how many devices it has, and how many of these are simulated."""
    t = mean_of_devices(model, tally)
    return Group(
        key=key,
        name=name,
        devices=sizes[0],
        scored_devices=tally.scored,
        simulated_devices=sizes[1],
        experience=experience(model, t.value, x.value),
        t=t,
        x=x,
        o=operational(model),
        poor=poor_components(tally),
    )


def mean_of_devices(model: Model, tally: Tally) -> Score:
    """The mean T over the devices that have one, each once. A component's cost is the mean of what it costs each of
    them, so that the costs add up; its value is the mean over those that have it."""
    if not tally.scored:
        empty = [_component(rule.name, ComponentTally(rule.window_days), 0, 0) for rule in model.components]
        return Score(None, 0.0, None, tuple(empty), model.name)
    mean = (2 * tally.t + tally.scored) // (2 * tally.scored)
    order = {name: place for place, name in enumerate((*(rule.name for rule in model.components), CAP))}
    names = sorted(tally.components, key=lambda name: (order.get(name, len(order)), name))
    exact = np.array([[tally.components[name].cost / tally.scored for name in names]])
    costs = largest_remainder(exact, np.array([FULL - mean]))[0].tolist()
    rows = [
        _component(name, tally.components[name], cost, tally.scored) for name, cost in zip(names, costs, strict=True)
    ]
    value = mean / HUNDREDTHS
    coverage = round(tally.coverage / tally.scored / TEN_THOUSANDTHS, 4)
    return Score(value, coverage, band(value), by_cost(rows), model.name)


def poor_components(tally: Tally) -> tuple[PoorComponent, ...]:
    """How many devices have each component poor, of how many that have it; most first."""
    found = [
        PoorComponent(name, component.poor, component.devices)
        for name, component in tally.components.items()
        if component.poor and name != CAP
    ]
    return tuple(sorted(found, key=lambda each: (-each.devices, each.component)))


def _component(name: str, tally: ComponentTally, cost: int, scored: int) -> Component:
    has_value = tally.devices and name != CAP
    return Component(
        name=name,
        value=round(tally.value / tally.devices / HUNDREDTHS, 2) if has_value else None,
        weight=round(tally.weight / scored / TEN_THOUSANDTHS, 4) if scored else 0.0,
        cost=cost / HUNDREDTHS,
        evidence=Evidence(
            window_days=tally.window_days,
            metrics=tuple(_metric(metric, of_metric, tally) for metric, of_metric in sorted(tally.metrics.items())),
            note="" if tally.devices else NO_DATA if tally.applicable or not scored else NOT_APPLICABLE,
        ),
    )


def _metric(name: str, tally: MetricTally, component: ComponentTally) -> MetricEvidence:
    """The mean of the devices' points and typical values; ``share`` is the mean over the component's devices."""
    return MetricEvidence(
        metric=name,
        subject="",
        unit=tally.unit,
        points=round(tally.points / tally.devices / HUNDREDTHS, 2),
        share=round(tally.share / component.devices / TEN_THOUSANDTHS, 4),
        n=tally.n,
        failed=tally.failed,
        typical=round(tally.typical / tally.devices / TEN_THOUSANDTHS, 4),
    )
