"""What a score looks like to whoever reads it: the API answers these, the pages show these.

All values are 0 to 100 with at most two decimals, or None for "no data". Within a score the costs add up
exactly: ``value == 100 - sum(cost)`` in hundredths.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class MetricEvidence:
    """What a component's points were read from: one metric (and subject) over the window."""

    metric: str
    subject: str
    unit: str
    points: float | None  # of the curve, 0 to 100
    share: float  # of this metric within the component, 0 to 1
    n: int  # measured values (or events) in the window
    failed: int = 0  # attempts without an answer; each counts at the floor
    typical: float | None = None  # mean of the values, or the median of events, or the pooled rate; in unit
    note: str = ""  # a reason code when points are None, or what to know when reading it


@dataclass(frozen=True)
class Evidence:
    window_days: int
    metrics: tuple[MetricEvidence, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Component:
    """``weight`` is the share in this score, 0 to 1, after renormalising over what has data; 0 without data.
    ``cost`` is what it takes off 100. The row named "cap" is the limit that the lowest component sets."""

    name: str
    value: float | None
    weight: float
    cost: float
    evidence: Evidence


@dataclass(frozen=True)
class Score:
    value: float | None
    coverage: float  # weight with data / weight applicable, 0 to 1
    band: str | None  # "good", "average", "poor"
    components: tuple[Component, ...]
    model: str


@dataclass(frozen=True)
class DeviceScores:
    """A device's scores at one day. Its X is its latest shared answer of 60 days; O comes with tickets."""

    experience: Score  # components "t", "x", "o"
    t: Score
    x: Score
    o: Score


@dataclass(frozen=True)
class LatestScores:
    """A device's scores with the days that they are of (since 1970, both included; longer windows end there too)."""

    scores: DeviceScores
    first_day: int
    last_day: int


@dataclass(frozen=True)
class Gap:
    metric: str
    kind: str  # "not_applicable" or "no_data"
    reason: dict[str, str]  # {language: text}, as the device said it
    scored: bool  # whether the score is made of this metric


@dataclass(frozen=True)
class Device:
    id: str  # 16 hexadecimal digits
    name: str
    team: str  # slug
    platform: str
    os: str
    agent_version: str
    simulated: bool
    enrolled_at: int  # milliseconds since 1970 UTC
    last_seen_at: int | None
    scores: DeviceScores
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True)
class DevicePage:
    """``next`` is the value of ``after`` that gives the next page; None on the last one."""

    devices: tuple[Device, ...]
    next: str | None


@dataclass(frozen=True)
class Sentiment:
    """A group's X. Below ``needed`` respondents ``value`` is None and only ``respondents`` of ``needed`` is told."""

    value: float | None
    low: float | None  # 95 % interval
    high: float | None
    respondents: int
    needed: int
    asked: int  # people of the group, as far as known its devices: when this was published, or now if nothing was
    band: str | None = None
    published_at: int | None = None


@dataclass(frozen=True)
class PoorComponent:
    """The headline beside a mean: how many devices are poor in this component."""

    component: str
    devices: int
    of: int


@dataclass(frozen=True)
class TrendPoint:
    day: str  # 2026-11-21
    experience: float | None
    t: float | None
    x: float | None


@dataclass(frozen=True)
class Group:
    """A team or the whole fleet. ``t`` is the mean over its devices, each once, with what each component costs."""

    key: str  # "fleet" or the team's slug
    name: str
    devices: int
    scored_devices: int
    simulated_devices: int
    experience: Score
    t: Score
    x: Sentiment
    o: Score
    poor: tuple[PoorComponent, ...] = ()
    trend: tuple[TrendPoint, ...] = field(default=())
    computed_at: int | None = None  # milliseconds since 1970 UTC; None before the first time


@dataclass(frozen=True)
class Fleet:
    fleet: Group
    teams: tuple[Group, ...]
