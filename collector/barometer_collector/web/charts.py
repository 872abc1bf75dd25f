"""Figures over days, ready to be drawn: each chart is a table first, and the drawing reads that table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import floor, log10

from barometer_collector.scoring.views import TrendPoint
from barometer_collector.web.formats import Formats, as_date, drawn
from barometer_collector.web.language import Language

_EPOCH_ORDINAL = as_date(0).toordinal()
_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Line:
    """One line of a chart; None is a day without data."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """Lines over consecutive ``days`` (since 1970); all values in ``unit``, shown with ``decimals``.

    ``top`` fixes the scale at 0 to ``top``; None lets the values choose it, from 0 up.
    """

    key: str
    title: str
    unit: str
    days: tuple[int, ...]
    lines: tuple[Line, ...]
    decimals: int = 0
    top: int | None = None

    @property
    def drawable(self) -> bool:
        """A line needs two days."""
        return any(sum(value is not None for value in line.values) > 1 for line in self.lines)

    def seconds(self, day: int) -> int:
        return day * _DAY_SECONDS


def trend_chart(language: Language, formats: Formats, trend: Sequence[TrendPoint]) -> Chart | None:
    """The course of a group's scores; None before the first day with a score."""
    points = {as_date(point.day).toordinal() - _EPOCH_ORDINAL: point for point in trend}
    if not any(point.experience is not None for point in trend):
        return None
    days = tuple(range(min(points), max(points) + 1))
    at = [points.get(day) for day in days]
    lines = (
        Line(language.text("Experience score"), tuple(point.experience if point else None for point in at)),
        Line(language.text("Technology"), tuple(point.t if point else None for point in at)),
        Line(language.text("Sentiment"), tuple(point.x if point else None for point in at)),
    )
    told = tuple(line for line in lines if any(value is not None for value in line.values))
    known = [(day, point) for day, point in zip(days, at, strict=True) if point and point.experience is not None]
    return Chart("trend", _finding(language, formats, known), "", days, told, decimals=1, top=100)


def daily_chart(
    key: str, title: str, unit: str, figures: Iterable[tuple[str, int, float | None]], nameless: str
) -> Chart | None:
    """A chart of (subject, day, mean in the catalogue's ``unit``); lines without a subject are called ``nameless``."""
    means = {(subject, day): mean for subject, day, mean in figures if mean is not None}
    if not means:
        return None
    divisor, shown = drawn(unit)
    days = tuple(range(min(day for _, day in means), max(day for _, day in means) + 1))
    lines = tuple(
        Line(subject or nameless, tuple(_divided(means.get((subject, day)), divisor) for day in days))
        for subject in sorted({subject for subject, _ in means})
    )
    largest = max(abs(value) for line in lines for value in line.values if value is not None)
    return Chart(key, title, shown if shown != "count" else "", days, lines, decimals_of(largest))


def decimals_of(largest: float) -> int:
    """With how many decimals values up to ``largest`` are told: one, and more where all are far below one."""
    return 1 if not largest or largest >= 1 else 1 - floor(log10(largest))


def _divided(value: float | None, divisor: int) -> float | None:
    return None if value is None else value / divisor


def _finding(language: Language, formats: Formats, known: Sequence[tuple[int, TrendPoint]]) -> str:
    """What the scores say, in words: the last one against the first since when the score has the same parts.

    A score that sentiment has joined stands for something else than the one of technology alone before it.
    """
    alike = list(takewhile(lambda each: _parts(each[1]) == _parts(known[-1][1]), reversed(known)))
    (first_day, first), last = (alike[-1][0], alike[-1][1].experience or 0.0), known[-1][1].experience or 0.0
    told = {"score": formats.number(last, 1), "points": formats.number(abs(last - first), 1)}
    if len(alike) == 1:
        return language.text("Experience score %(score)s; the trend starts here") % told
    since = told | {"day": formats.day(first_day)}
    if abs(last - first) < 1:
        return language.text("Experience score %(score)s, about the same as on %(day)s") % since
    if last > first:
        return language.text("Experience score %(score)s, %(points)s points up since %(day)s") % since
    return language.text("Experience score %(score)s, %(points)s points down since %(day)s") % since


def _parts(point: TrendPoint) -> tuple[bool, bool]:
    return point.t is not None, point.x is not None
