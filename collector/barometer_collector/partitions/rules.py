"""Which tables are partitioned, by what, and which partitions there have to be."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

_EPOCH = date(1970, 1, 1)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
# A collector that stood still for a week finds its partitions; what waited in a laptop for a month (the spool's
# maximum age) finds that of its own month.
_DAYS_BEFORE, _DAYS_AHEAD = 1, 7
_MONTH_DAYS_BEFORE, _MONTH_DAYS_AHEAD = 45, 35
_OLDEST_DAYS = 800  # nothing is kept longer than 25 months


class Step(Enum):
    """How much one partition holds, and in what its bounds are told."""

    DAY = auto()  # one day; days since 1970
    MONTH = auto()  # one month; days since 1970
    NAMED_MONTH = auto()  # one month; "2026-11"


@dataclass(frozen=True)
class Partitioned:
    """A table that is partitioned by the range of ``key``, and has a DEFAULT partition for what fits nowhere else."""

    table: str
    key: str
    step: Step

    @property
    def default(self) -> str:
        return f"{self.table}_default"


@dataclass(frozen=True, order=True)
class Period:
    """From one day (since 1970) up to, and not including, another."""

    first_day: int
    until_day: int


TABLES = {
    each.table: each
    for each in (
        Partitioned("sample", "arrived", Step.DAY),
        Partitioned("batch", "month", Step.NAMED_MONTH),
        Partitioned("device_day", "day", Step.MONTH),
        Partitioned("packed_day", "day", Step.MONTH),
        Partitioned("event", "day", Step.MONTH),
        Partitioned("device_score", "day", Step.MONTH),
    )
}


def period_of(step: Step, day: int) -> Period:
    """The period that ``day`` is in."""
    if step is Step.DAY:
        return Period(day, day + 1)
    first = (_EPOCH + timedelta(days=day)).replace(day=1)
    until = (first + timedelta(days=31)).replace(day=1)
    return Period((first - _EPOCH).days, (until - _EPOCH).days)


def wanted(step: Step, today: int, found: Iterable[int | str]) -> tuple[Period, ...]:
    """The periods that must have a partition: those to come, and those of keys that were found in DEFAULT.

    A key far from today, as of a wrong clock, stays in DEFAULT: it would have a partition all to itself.
    """
    before, ahead = (_DAYS_BEFORE, _DAYS_AHEAD) if step is Step.DAY else (_MONTH_DAYS_BEFORE, _MONTH_DAYS_AHEAD)
    known = (day_of(each) for each in found)
    strayed = [day for day in known if day is not None and today - _OLDEST_DAYS < day <= today + ahead]
    return tuple(sorted({period_of(step, day) for day in [*range(today - before, today + ahead + 1), *strayed]}))


def day_of(key: int | str) -> int | None:
    """The first day of a key of either kind; None for a text that is no month."""
    if isinstance(key, int):
        return key
    month = _MONTH.fullmatch(key)
    return (date(int(month[1]), int(month[2]), 1) - _EPOCH).days if month and month[1] != "0000" else None


def key_of(step: Step, day: int) -> int | str:
    """``day`` as a bound of the partition's key."""
    return (_EPOCH + timedelta(days=day)).strftime("%Y-%m") if step is Step.NAMED_MONTH else day


def name_of(table: Partitioned, period: Period) -> str:
    """``sample_20261122``, ``batch_202611``."""
    shape = "%Y%m%d" if table.step is Step.DAY else "%Y%m"
    return f"{table.table}_{(_EPOCH + timedelta(days=period.first_day)).strftime(shape)}"
