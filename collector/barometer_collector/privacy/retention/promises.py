"""What every table keeps, as ``promises.toml`` says it."""

import tomllib
from enum import StrEnum
from functools import cache
from importlib import resources

import msgspec

from barometer_collector.privacy.retention.rules.cutoffs import Period
from barometer_collector.settings import Keep
from barometer_shared.questions import Localised


class Way(StrEnum):
    """How what is too old goes; see the head of ``promises.toml``."""

    RAW = "raw"
    LEDGER = "ledger"
    DEVICE_DAYS = "device_days"
    ROWS = "rows"
    PARTS = "parts"
    WORDS = "words"
    ELSEWHERE = "elsewhere"
    STAYS = "stays"


class Unit(StrEnum):
    """What the columns hold that tell the age of a row."""

    DAY = "day"
    MOMENT = "moment"
    MONTH = "month"


class Promise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows of ``table``, or only their ``column``, are kept for a period; see the head of ``promises.toml``."""

    table: str
    way: Way
    holds: Localised
    reason: Localised
    column: str = ""
    by: tuple[str, ...] = ()
    unit: Unit = Unit.DAY
    setting: str = ""
    days: int = 0

    @property
    def name(self) -> str:
        """``answer``, ``publication.votes``."""
        return f"{self.table}.{self.column}" if self.column else self.table


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    promise: tuple[Promise, ...]


@cache
def promises() -> tuple[Promise, ...]:
    """All of them, in the order in which they are kept."""
    text = resources.files("barometer_collector.privacy.retention").joinpath("promises.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _File).promise


def period_of(promise: Promise, keep: Keep) -> Period | None:
    """How long it is kept; None for what stays, or goes by something else than time."""
    if promise.setting:
        value: int = getattr(keep, promise.setting)
        return Period(days=value) if promise.setting.endswith("_days") else Period(months=value)
    if promise.way is Way.LEDGER:  # raw samples are found through it
        return Period(days=max(promise.days, keep.raw_days))
    return Period(days=promise.days) if promise.days else None
