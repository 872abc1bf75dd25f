"""Numbers, moments and measured values as a person reads them, in one locale."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from math import floor, log10

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal, format_percent

_SPACE = "\u00a0"  # a number and its unit stay on one line
_EPOCH = date(1970, 1, 1)

# How a catalogue unit is drawn in a chart: divided by this, and named so.
_DRAWN = {
    "us": (1000, "ms"),
    "ms": (1000, "s"),
    "permille": (10, "%"),
    "ppm": (10_000, "%"),
    "s": (3600, "h"),
    "thousandths": (1000, ""),
    "KiB": (1024, "MiB"),
    "B": (1_000_000, "MB"),
}


def drawn(unit: str) -> tuple[int, str]:
    """The divisor and the shown unit for values of a catalogue ``unit``."""
    return _DRAWN.get(unit, (1, unit))


@dataclass(frozen=True)
class Formats:
    """How to write things in ``locale``; moments are told in ``timezone``."""

    locale: Locale
    timezone: tzinfo

    def number(self, value: float, decimals: int = 0) -> str:
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(value, pattern, locale=self.locale).replace("-", "\u2212")

    def percent(self, ratio: float) -> str:
        """A ratio of 0 to 1 as whole percents."""
        return format_percent(ratio, locale=self.locale)

    def value(self, value: float, unit: str) -> str:
        """A measured value of a catalogue ``unit``, in the unit that a person would choose."""
        if unit == "us":
            return self._milliseconds(value / 1000)
        if unit == "ms":
            return self._milliseconds(value)
        if unit == "s":
            return self._duration(value)
        if unit == "permille":
            return f"{self._short(value / 10)}%"
        if unit == "ppm":
            return f"{self._small(value / 10_000)}%"
        if unit in ("KiB", "B", "thousandths"):
            divisor, name = drawn(unit)
            return self._small(value / divisor) + (_SPACE + name if name else "")
        return self._short(value) + ("" if unit in ("", "count") else _SPACE + unit)

    def day(self, day: int | str) -> str:
        """A day since 1970, or ``2026-11-21``."""
        return format_date(as_date(day), "d MMM", locale=self.locale)

    def day_of(self, at_ms: int) -> str:
        """The local day of a moment in milliseconds since 1970 UTC."""
        return format_date(self._local(at_ms).date(), "d MMM", locale=self.locale)

    def moment(self, at_ms: int) -> str:
        """Milliseconds since 1970 UTC as day and time."""
        return format_datetime(self._local(at_ms), "d MMM y HH:mm", locale=self.locale)

    def time(self, at: datetime) -> str:
        return format_time(at.astimezone(self.timezone), "HH:mm", locale=self.locale)

    def iso(self, at_ms: int) -> str:
        """For machines: the ``datetime`` of a ``time`` element."""
        return self._local(at_ms).isoformat(timespec="seconds")

    def _local(self, at_ms: int) -> datetime:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)).astimezone(self.timezone)

    def _short(self, value: float) -> str:
        """Two digits are enough to compare: 3.4, and 34."""
        return self.number(value, 0 if value == round(value) or abs(value) >= 10 else 1)

    def _small(self, value: float) -> str:
        """Two digits that count where the whole may be far below one: 0.029, and 34."""
        decimals = 0 if not value or abs(value) >= 10 else 1 - floor(log10(abs(value)))
        return self.number(value, decimals)

    def _milliseconds(self, value: float) -> str:
        if value < 1000:
            return f"{self._short(value)}{_SPACE}ms"
        if value < 120_000:
            return f"{self.number(value / 1000, 1)}{_SPACE}s"
        return self._duration(value / 1000)

    def _duration(self, seconds: float) -> str:
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        hour = "h" if self.locale.language == "en" else "u"
        parts = [(hours, hour), (minutes, "min")] if hours else [(minutes, "min"), (rest, "s")]
        told = [f"{amount}{_SPACE}{unit}" for amount, unit in parts if amount]
        return _SPACE.join(told) or f"0{_SPACE}{parts[-1][1]}"


def as_date(day: int | str) -> date:
    return _EPOCH + timedelta(days=day) if isinstance(day, int) else date.fromisoformat(day)
