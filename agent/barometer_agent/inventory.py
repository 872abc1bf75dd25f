"""What this agent can measure, what one run of a sampler gave, and which machine this is."""

import importlib
import inspect
import pkgutil
import ssl
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from barometer_agent import samplers
from barometer_agent.language import choose
from barometer_agent.sampler import Context, NoData, Sampler
from barometer_agent.sources import identity, system, uptime
from barometer_shared.protocol import Target
from barometer_shared.samples import Gap, Sample


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
    hardware_id: str
    boot_id: str


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


def discover(tls: ssl.SSLContext | None = None) -> list[Sampler]:
    """One sampler of each file in ``samplers/``, by name. ``tls`` verifies targets instead of the system's store."""
    found = []
    for module in pkgutil.iter_modules(samplers.__path__):
        create = importlib.import_module(f"{samplers.__name__}.{module.name}").create
        offered = {"tls": tls} if "tls" in inspect.signature(create).parameters else {}
        found.append(create(**offered))
    return sorted(found, key=lambda sampler: sampler.name)


def take(sampler: Sampler, context: Context) -> Taken:
    """One run of ``sampler``: NoData becomes a gap of each of its metrics that has no gap of its own.

    Any other exception is a fault of the sampler and left to the runner.
    """
    try:
        samples = tuple(sampler.sample(context))
    except NoData as nothing:
        told = {gap.metric for gap in context.gaps}
        missing = (metric for metric in sampler.about.metrics if metric not in told)
        gaps = (Gap(metric, nothing.kind, nothing.reason.localised) for metric in missing)
        return Taken((), (*context.gaps, *gaps), context.cursor)
    return Taken(samples, tuple(context.gaps), context.cursor)


def tried(sampler: Sampler, context: Context) -> tuple[Taken, str]:
    """One run for somebody who looks on: a fault of the sampler is told as text instead of stopping the others."""
    try:
        return take(sampler, context), ""
    except Exception as error:  # noqa: BLE001 - whatever one sampler does, the others are shown
        return Taken((), (), context.cursor), f"{type(error).__name__}: {error}"


def device_facts(platform: str = sys.platform) -> DeviceFacts:
    """Which machine this is. Raises NoData, with the fix, where it has no lasting identity."""
    machine = identity.read(platform)
    return DeviceFacts(
        machine.name, system.wire_name(platform), machine.os, identity.hardware_id(machine), uptime.boot_id(platform)
    )


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
