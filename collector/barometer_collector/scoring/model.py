"""Reads a model file: the one that comes with Barometer, or another one that the settings name."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.rules import quantities
from barometer_collector.scoring.rules.definition import PARTS, ComponentRule, Limits, MetricRule, Model, Points
from barometer_collector.scoring.rules.validity import wrong_with_model

BUILT_IN = Path(__file__).with_name("model.toml")
_NAME_LENGTH = 64


class ModelError(ValueError):
    """A model file that cannot be used; the message names the file, the place, its value and what to write."""


class _Metric(msgspec.Struct, forbid_unknown_fields=True):
    metric: str
    share: Any
    window: Any = None
    last: int = 0
    of: str = ""
    also: list[str] = []
    ideal: Any = None
    good: Any = None
    poor: Any = None
    floor: Any = None
    table: list[float] = []
    source: str = ""


class _Component(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    weight: float
    metric: list[_Metric]


class _T(msgspec.Struct, forbid_unknown_fields=True):
    window: Any
    least_coverage: Any
    cap: float
    least_hours: Any
    work_week: Any
    shortest_use: Any
    most_failures: int
    least_attempts: int


class _X(msgspec.Struct, forbid_unknown_fields=True):
    window: Any


class _File(msgspec.Struct, forbid_unknown_fields=True):
    model: str
    combined: dict[str, Any]
    t: _T
    x: _X
    component: list[_Component]


def load(path: Path | None = None) -> Model:
    """The model of the file at ``path``; without one Barometer's own. Raises ModelError."""
    file = path or BUILT_IN
    try:
        return _read(str(file), file.stat().st_mtime_ns)
    except OSError as error:
        raise ModelError(f"model file {file} cannot be read ({error.strerror}): give a file that exists") from error


@cache
def _read(path: str, _changed: int) -> Model:
    return parse(Path(path).read_bytes(), path)


def parse(content: bytes, name: str) -> Model:
    """The model in ``content``; ``name`` is what the file is called in errors. Raises ModelError."""
    try:
        file = msgspec.convert(tomllib.loads(content.decode()), _File)
        model = _model(file)
    except (ValueError, msgspec.ValidationError) as error:
        raise ModelError(f"model file {name}: {error}") from error
    wrong = wrong_with_model(model, tuple(measures()))
    if wrong:
        raise ModelError(f"model file {name}: {wrong}")
    return model


def _model(file: _File) -> Model:
    if not 0 < len(file.model) <= _NAME_LENGTH:
        raise ValueError(f'model = "{file.model}": expected a name of 1 to {_NAME_LENGTH} characters like "2026.1"')
    if set(file.combined) != set(PARTS):
        raise ValueError(f"[combined] has {sorted(file.combined)}: expected t, x and o")
    t, x, o = (_quantity(f"combined.{part}", file.combined[part], "share") for part in PARTS)
    window = _days("t.window", file.t.window)
    return Model(
        name=file.model,
        combined=(t, x, o),
        window_days=window,
        answer_days=_days("x.window", file.x.window),
        limits=_limits(file.t),
        components=tuple(_component(each, window) for each in file.component),
    )


def _limits(t: _T) -> Limits:
    return Limits(
        least_coverage=_quantity("t.least_coverage", t.least_coverage, "share"),
        cap=t.cap,
        least_hours=_quantity("t.least_hours", t.least_hours, "h"),
        work_week_hours=_quantity("t.work_week", t.work_week, "h"),
        shortest_use_hours=_quantity("t.shortest_use", t.shortest_use, "h"),
        most_failures=t.most_failures,
        least_attempts=t.least_attempts,
    )


def _component(component: _Component, window: int) -> ComponentRule:
    metrics = tuple(_metric(f"{component.name}.{each.metric}", each, window) for each in component.metric)
    return ComponentRule(component.name, component.weight, metrics)


def _metric(where: str, metric: _Metric, window: int) -> MetricRule:
    return MetricRule(
        metric=metric.metric,
        share=_quantity(f"{where}.share", metric.share, "share"),
        window_days=window if metric.window is None else _days(f"{where}.window", metric.window),
        points=None if metric.table else _points(where, metric),
        table=tuple(metric.table),
        of=metric.of,
        also=tuple(metric.also),
        last=metric.last,
        source=metric.source,
    )


def _points(where: str, metric: _Metric) -> Points:
    written: Mapping[str, Any] = {name: getattr(metric, name) for name in ("ideal", "good", "poor", "floor")}
    unit = quantities.unit_of(metric.metric, is_share=bool(metric.of))
    return Points(**{name: _quantity(f"{where}.{name}", value, unit) for name, value in written.items()})


def _days(where: str, written: object) -> int:
    return round(_quantity(where, written, "days"))


def _quantity(where: str, written: object, unit: str) -> float:
    try:
        return quantities.read(written, unit)
    except ValueError as error:
        raise ValueError(f"{where} = {written!r}: {error}") from error
