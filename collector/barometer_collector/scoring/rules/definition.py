"""What a model says: components, their metrics with four points each, weights and windows."""

from dataclasses import dataclass

PARTS = ("t", "x", "o")


@dataclass(frozen=True)
class Points:
    """Where the curve passes: ``ideal`` gives 100, ``good`` 75, ``poor`` 45, ``floor`` 0. In the metric's unit."""

    ideal: float
    good: float
    poor: float
    floor: float

    def in_order(self) -> tuple[float, float, float, float]:
        return (self.ideal, self.good, self.poor, self.floor)


@dataclass(frozen=True)
class MetricRule:
    """How one metric counts within its component.

    ``share`` is 0 to 1. ``points`` is None for a metric that is scored by ``table`` (points for 0, 1, 2 ... times).
    ``of`` names the metric that this one is a share of; ``also`` names metrics that are counted with it. ``last``
    is of how many events the median is taken.
    """

    metric: str
    share: float
    window_days: int
    points: Points | None
    table: tuple[float, ...] = ()
    of: str = ""
    also: tuple[str, ...] = ()
    last: int = 0
    source: str = ""

    def names(self) -> tuple[str, ...]:
        """Every metric of the catalogue that this rule reads."""
        return (self.metric, *self.also, *((self.of,) if self.of else ()))


@dataclass(frozen=True)
class ComponentRule:
    name: str
    weight: float
    metrics: tuple[MetricRule, ...]

    @property
    def window_days(self) -> int:
        return max(rule.window_days for rule in self.metrics)


@dataclass(frozen=True)
class Limits:
    """What keeps a score honest: see the model file for what each is for. Hours are hours in use."""

    least_coverage: float
    cap: float
    least_hours: float
    work_week_hours: float
    shortest_use_hours: float
    most_failures: int
    least_attempts: int


@dataclass(frozen=True)
class Model:
    """One version of the experience model. ``combined`` is the weight of T, X and O, in this order."""

    name: str
    combined: tuple[float, float, float]
    window_days: int
    answer_days: int
    limits: Limits
    components: tuple[ComponentRule, ...]

    def rules(self) -> tuple[MetricRule, ...]:
        """All metric rules, in the order of the file."""
        return tuple(rule for component in self.components for rule in component.metrics)
