"""What this agent can measure, what one run of a sampler gave, and which machine this is."""

import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from barometer_agent import samplers
from barometer_agent.believable import believed
from barometer_agent.language import choose
from barometer_agent.sampler import Context, NoData, Reason, Sampler
from barometer_agent.sources import coverage, identity, system, uptime
from barometer_shared.metrics import METRICS
from barometer_shared.protocol import Target
from barometer_shared.samples import Gap, GapKind, Sample


@dataclass(frozen=True)
class Taken:
    """What one run gave. ``cursor`` belongs into the spool in the same transaction as ``samples``."""

    samples: tuple[Sample, ...]
    gaps: tuple[Gap, ...]
    cursor: str | None


@dataclass(frozen=True)
class DeviceFacts:
    """Which machine this is. ``hardware_id`` is a hash of 64 hex digits; ``boot_id`` differs with each boot."""

    name: str
    platform: str
    os: str
    boot_id: str
    machine: identity.Identity

    @property
    def hardware_id(self) -> str:
        """Made when somebody asks: only an enrolment needs it."""
        return identity.hardware_id(self.machine)


@dataclass(frozen=True)
class Row:
    """One sampler in the table for people: what it asks, how often, and whether it works on this machine.

    ``crash`` is the error of a sampler that failed, empty where none did.
    """

    name: str
    question: str
    every_seconds: float
    metrics: tuple[str, ...]
    works: bool
    reasons: tuple[str, ...]
    crash: str = ""


def names() -> list[str]:
    """The samplers that there are: one file of that name each."""
    return sorted(module.name for module in pkgutil.iter_modules(samplers.__path__))


def create(name: str, **offered: object) -> Sampler:
    """The sampler called ``name``, given what its ``create`` asks for and what is ``offered`` by that name.

    The service offers ``trust``, which verifies targets instead of the system's certificates; ``proxy``, that of the
    settings; ``sent_bytes``, which counts what was sent to the collector; ``read_use``, which tells whether somebody
    works on the laptop; and ``unreached``, which counts whose desktop can show no question.
    """
    make = importlib.import_module(f"{samplers.__name__}.{name}").create
    asked = make.__code__.co_varnames[: make.__code__.co_argcount]
    made: Sampler = make(**{each: offered[each] for each in asked if each in offered})
    return made


def discover(**offered: object) -> list[Sampler]:
    """All of them, by name, each given what it asks for of what is ``offered``."""
    return [create(name, **offered) for name in names()]


def take(sampler: Sampler, context: Context, never: Mapping[str, Reason] | None = None) -> Taken:
    """One run of ``sampler``: NoData becomes a gap of each of its metrics that has no gap of its own.

    ``never`` is what this system cannot measure, by default as its table says: those metrics are gaps that do not
    apply, whatever the sampler says of them. What may be missing of its log is a sample of its own. Any other exception
    is a fault of the sampler and left to the runner.
    """
    without = coverage.not_measured() if never is None else never
    nothing: NoData | None = None
    samples: tuple[Sample, ...] = ()
    if not set(sampler.about.metrics) <= set(without):
        try:
            samples = (*believed(sampler.sample(context), context), *_lost(sampler, context))
        except NoData as raised:
            nothing = raised
    gaps = _gaps(sampler, context, without, nothing)
    return Taken(tuple(one for one in samples if one.metric not in without), gaps, context.cursor)


def _lost(sampler: Sampler, context: Context) -> Iterator[Sample]:
    if context.lost is not None:
        seconds = (context.now_ms - context.lost_since_ms) // 1000
        possible = min(max(seconds, 1), METRICS["records_lost_seconds"].maximum)
        yield Sample("records_lost_seconds", possible, context.now_ms, subject=sampler.about.metrics[0])


def _gaps(sampler: Sampler, context: Context, without: Mapping[str, Reason], nothing: NoData | None) -> tuple[Gap, ...]:
    """One gap per metric at most: what the system cannot measure, then what the sampler said, then NoData."""
    never = {metric: without[metric] for metric in sampler.about.metrics if metric in without}
    gaps = {metric: Gap(metric, GapKind.NOT_APPLICABLE, why.localised) for metric, why in never.items()}
    for gap in context.gaps:
        gaps.setdefault(gap.metric, gap)
    if nothing is not None:
        for metric in sampler.about.metrics:
            gaps.setdefault(metric, Gap(metric, nothing.kind, nothing.reason.localised))
    return tuple(gaps.values())


def tried(sampler: Sampler, context: Context) -> tuple[Taken, str]:
    """One run for somebody who looks on: a fault of the sampler is told as text instead of stopping the others."""
    try:
        return take(sampler, context), ""
    except Exception as error:  # noqa: BLE001 - whatever one sampler does, the others are shown
        return Taken((), (), context.cursor), f"{type(error).__name__}: {error}"


def device_facts(platform: str = sys.platform) -> DeviceFacts:
    """Which machine this is. Raises NoData, with the fix, where it has no lasting identity."""
    machine = identity.read(platform)
    return DeviceFacts(machine.name, system.wire_name(platform), machine.os, uptime.boot_id(platform), machine)


def rows(
    language: str, now: datetime, targets: tuple[Target, ...] = (), found: Iterable[Sampler] | None = None
) -> list[Row]:
    """The table of ``barometer-agent samplers`` in ``language``, made by running each sampler once."""
    return [_row(sampler, language, Context(now, targets)) for sampler in (discover() if found is None else found)]


def _row(sampler: Sampler, language: str, context: Context) -> Row:
    taken, crash = tried(sampler, context)
    without = {gap.metric for gap in taken.gaps}
    about = sampler.about
    return Row(
        name=sampler.name,
        question=about.question_nl if language == "nl" else about.question_en,
        every_seconds=sampler.every,
        metrics=about.metrics,
        works=not crash and any(metric not in without for metric in about.metrics),
        reasons=tuple(dict.fromkeys(choose(gap.reason, language) for gap in taken.gaps)),
        crash=crash,
    )
