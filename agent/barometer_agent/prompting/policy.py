"""The table ``[prompt]`` of the settings: each rule may be made stricter and never looser."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time, timedelta

from barometer_agent.prompting.rules import Rules
from barometer_agent.settings import SettingError, WrongError, yes_or_no

SETTING = "prompt"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_FIRST, _LAST = time(9), time(17)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def stricter(before: Rules, value: object, place: str) -> Rules:
    """``before`` with what the table ``value`` of ``place`` says; in the environment the same, as a TOML table.

    Raises SettingError, which names the rule, for one that is unknown, wrong or looser than the defaults.
    """
    table = _table(value, place)
    changes = dict(_parsed(rule, given, place) for rule, given in table.items())
    rules = replace(before, **changes)  # type: ignore[arg-type]
    if rules.begins >= rules.ends:
        hours = f"{rules.begins:%H:%M}-{rules.ends:%H:%M}"
        raise SettingError(f"{SETTING}.ends", hours, place, WrongError("prompt_hours"))
    return rules


def _table(value: object, place: str) -> Mapping[str, object]:
    import tomllib

    wrong = WrongError("prompt_table")
    try:
        table = tomllib.loads(f"table = {value}")["table"] if isinstance(value, str) else value
    except tomllib.TOMLDecodeError as error:
        raise SettingError(SETTING, value, place, wrong) from error
    if not isinstance(table, Mapping):
        raise SettingError(SETTING, value, place, wrong)
    return table


def _parsed(rule: str, given: object, place: str) -> tuple[str, object]:
    if rule not in PARSERS:
        raise SettingError(f"{SETTING}.{rule}", given, place, WrongError("unknown", known=", ".join(PARSERS)))
    name, parse = PARSERS[rule]
    try:
        return name, parse(given)
    except WrongError as error:
        raise SettingError(f"{SETTING}.{rule}", given, place, error) from error


def _whole(lowest: int, highest: int) -> Callable[[object], int]:
    def parse(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise WrongError("stricter", lowest=lowest, highest=highest)
        return value

    return parse


def _span(lowest: int, highest: int, **unit: int) -> Callable[[object], timedelta]:
    whole = _whole(lowest, highest)
    return lambda value: timedelta(**unit) * whole(value)


def _clock(value: object) -> time:
    written = f"{value:%H:%M}" if isinstance(value, time) else value
    found = _CLOCK.fullmatch(written) if isinstance(written, str) else None
    if found is None or not _FIRST <= (moment := time(int(found[1]), int(found[2]))) <= _LAST:
        raise WrongError("clock", lowest=f"{_FIRST:%H:%M}", highest=f"{_LAST:%H:%M}")
    return moment


def _weekdays(value: object) -> frozenset[int]:
    if not isinstance(value, list) or not value or not all(day in WEEKDAYS for day in value):
        raise WrongError("weekdays")
    return frozenset(WEEKDAYS.index(day) for day in value)


# What a policy writes, the rule that it sets, and the bounds: on one side the default, which nobody may loosen.
PARSERS: Mapping[str, tuple[str, Callable[[object], object]]] = {
    "never": ("never", yes_or_no),
    "anonymous_only": ("anonymous_only", yes_or_no),
    "most": ("most", _whole(0, 2)),
    "window_days": ("window", _span(30, 365, days=1)),
    "apart_days": ("apart", _span(7, 365, days=1)),
    "begins": ("begins", _clock),
    "ends": ("ends", _clock),
    "weekdays": ("weekdays", _weekdays),
    "after_session_start_minutes": ("after_session_start", _span(60, 480, minutes=1)),
    "new_device_days": ("new_device", _span(30, 365, days=1)),
    "not_now_hours": ("not_now", _span(12, 720, hours=1)),
    "most_not_now": ("most_not_now", _whole(0, 2)),
    "active_within_seconds": ("active_within", _span(5, 120, seconds=1)),
    "battery_percent": ("battery_percent", _whole(10, 100)),
    "after_ticket_hours": ("after_ticket", _span(24, 96, hours=1)),
    "fresh_days": ("fresh", _span(1, 4, days=1)),
}
