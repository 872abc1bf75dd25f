"""Amounts as people write them, in English and Dutch."""

from collections.abc import Callable, Mapping

from barometer_shared.questions import Localised

LANGUAGES = ("en", "nl")


def number(value: float) -> Localised:
    """Two digits are enough: "3.4", "34"; a decimal comma in Dutch."""
    whole = value == round(value) or abs(value) >= 10
    plain = str(round(value)) if whole else f"{value:.1f}"
    return {"en": plain, "nl": plain.replace(".", ",")}


def percent(ratio: float) -> Localised:
    """A ratio of 0 to 1; what is there and small is told as less than one percent."""
    plain = "< 1%" if 0 < ratio < 0.005 else f"{round(ratio * 100)}%"
    return {"en": plain, "nl": plain}


def duration(milliseconds: float) -> Localised:
    """ "340 ms", "3.4 s", "1 min 23 s"."""
    seconds = milliseconds / 1000
    if seconds < 1:
        return _united(number(round(milliseconds, 1)), "ms")
    if seconds < 60:
        return _united(number(round(seconds, 1)), "s")
    minutes, rest = divmod(round(seconds), 60)
    plain = f"{minutes} min" + (f" {rest} s" if rest else "")
    return {"en": plain, "nl": plain}


# By the unit that a score is explained in.
OF_UNIT: Mapping[str, Callable[[float], Localised]] = {
    "ms": duration,
    "us": lambda value: duration(value / 1000),
    "share": percent,
    "permille": lambda value: percent(value / 1000),
}


def in_unit(value: float, unit: str) -> Localised:
    """A value of ``unit``, in the unit that a person would choose."""
    return OF_UNIT.get(unit, number)(value)


def _united(told: Localised, unit: str) -> Localised:
    return {language: f"{text} {unit}" for language, text in told.items()}
