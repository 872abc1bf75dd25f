"""A group's T as sums of whole numbers over its devices: adding two tallies in any order gives the same one."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from barometer_collector.scoring.rules.curve import POOR
from barometer_collector.scoring.rules.measured import COUNTED_ABOVE, NOT_APPLICABLE
from barometer_collector.scoring.views import Component, DeviceScores, MetricEvidence

HUNDREDTHS = 100
TEN_THOUSANDTHS = 10_000


class MetricTally(msgspec.Struct):
    """Over the devices with points, added up: ``points`` in hundredths, ``share``, ``typical`` in ten-thousandths."""

    unit: str = ""
    devices: int = 0
    points: int = 0
    share: int = 0
    typical: int = 0
    n: int = 0
    failed: int = 0


class ComponentTally(msgspec.Struct):
    """``applicable`` devices and ``devices`` of these with data; ``value`` and ``cost`` in hundredths, ``weight`` in
    ten-thousandths, added up."""

    window_days: int = 0
    applicable: int = 0
    devices: int = 0
    poor: int = 0
    value: int = 0
    cost: int = 0
    weight: int = 0
    metrics: dict[str, MetricTally] = {}


class Tally(msgspec.Struct):
    """Over the devices that have a T: ``t`` in hundredths, ``coverage`` in ten-thousandths, added up."""

    scored: int = 0
    t: int = 0
    coverage: int = 0
    components: dict[str, ComponentTally] = {}


def tally_of(devices: Iterable[DeviceScores]) -> Tally:
    """The sums over ``devices``, each counted as often as it is given; those without a T count in nothing."""
    tally = Tally()
    for scores in devices:
        if scores.t.value is not None:
            _add_device(tally, scores)
    return tally


def merged(tallies: Iterable[Tally]) -> Tally:
    """The tally of all devices of ``tallies`` together."""
    found = Tally()
    for tally in tallies:
        found.scored += tally.scored
        found.t += tally.t
        found.coverage += tally.coverage
        for name, component in tally.components.items():
            _merge_component(found.components.setdefault(name, ComponentTally()), component)
    return found


def _add_device(tally: Tally, scores: DeviceScores) -> None:
    tally.scored += 1
    tally.t += whole(scores.t.value, HUNDREDTHS)
    tally.coverage += whole(scores.t.coverage, TEN_THOUSANDTHS)
    for component in scores.t.components:
        _add_component(tally.components.setdefault(component.name, ComponentTally()), component)


def _add_component(tally: ComponentTally, component: Component) -> None:
    tally.window_days = max(tally.window_days, component.evidence.window_days)
    tally.applicable += component.evidence.note != NOT_APPLICABLE
    if component.value is None:
        return
    tally.devices += 1
    tally.poor += component.value < POOR
    tally.value += whole(component.value, HUNDREDTHS)
    tally.cost += whole(component.cost, HUNDREDTHS)
    tally.weight += whole(component.weight, TEN_THOUSANDTHS)
    rows: dict[str, list[MetricEvidence]] = defaultdict(list)
    for row in component.evidence.metrics:
        if row.points is not None and row.note != COUNTED_ABOVE:
            rows[row.metric].append(row)
    for metric, of_metric in rows.items():
        _add_metric(tally.metrics.setdefault(metric, MetricTally()), of_metric)


def _add_metric(tally: MetricTally, rows: list[MetricEvidence]) -> None:
    """Once per device: its rows together by their shares, and by their counts."""
    share = sum(row.share for row in rows)
    counts = sum(row.n for row in rows if row.typical is not None)
    typical = sum((row.typical or 0.0) * row.n for row in rows) / counts if counts else rows[0].typical
    tally.unit = rows[0].unit
    tally.devices += 1
    tally.points += whole(sum((row.points or 0.0) * row.share for row in rows) / (share or 1.0), HUNDREDTHS)
    tally.share += whole(share, TEN_THOUSANDTHS)
    tally.typical += whole(typical, TEN_THOUSANDTHS)
    tally.n += sum(row.n for row in rows)
    tally.failed += sum(row.failed for row in rows)


def _merge_component(into: ComponentTally, other: ComponentTally) -> None:
    into.window_days = max(into.window_days, other.window_days)
    into.applicable += other.applicable
    into.devices += other.devices
    into.poor += other.poor
    into.value += other.value
    into.cost += other.cost
    into.weight += other.weight
    for name, metric in other.metrics.items():
        mine = into.metrics.setdefault(name, MetricTally())
        mine.unit = metric.unit
        mine.devices += metric.devices
        mine.points += metric.points
        mine.share += metric.share
        mine.typical += metric.typical
        mine.n += metric.n
        mine.failed += metric.failed


def whole(value: float | None, parts: int) -> int:
    """``value`` in whole ``parts`` of one; 0 for None."""
    return round((value or 0.0) * parts)
