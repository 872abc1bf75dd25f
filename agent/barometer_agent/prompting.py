"""May a question be shown now? A pure function of the clock, what was shown before, and the desktop.

Whoever asks for a question gets it; this decides only about questions that come by themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum


class Reason(StrEnum):
    """Why a question is or is not shown now; the texts of each language say it in a sentence."""

    ALLOWED = "allowed"
    NEVER = "never"
    PAUSED = "paused"
    OUTSIDE_HOURS = "outside_hours"
    NEW_DEVICE = "new_device"
    SESSION_JUST_BEGAN = "session_just_began"
    LOCKED = "locked"
    DO_NOT_DISTURB = "do_not_disturb"
    FULL_SCREEN = "full_screen"
    PRESENTING = "presenting"
    IN_CALL = "in_call"
    BATTERY_LOW = "battery_low"
    AWAY = "away"
    TOO_MANY = "too_many"
    TOO_SOON = "too_soon"
    NOT_NOW = "not_now"
    NOT_NOW_TOO_OFTEN = "not_now_too_often"


@dataclass(frozen=True)
class Rules:
    """How often and when; a policy may only make these stricter."""

    most: int = 2
    window: timedelta = timedelta(days=30)
    apart: timedelta = timedelta(days=7)
    begins: time = time(9)
    ends: time = time(17)
    weekdays: frozenset[int] = frozenset(range(5))  # Monday is 0
    after_session_start: timedelta = timedelta(hours=1)
    new_device: timedelta = timedelta(days=30)
    not_now: timedelta = timedelta(hours=12)
    most_not_now: int = 2
    active_within: timedelta = timedelta(minutes=2)
    battery_percent: int = 10


@dataclass(frozen=True)
class Event:
    """A question was shown to this person: for which campaign, when (local, aware), and whether put off."""

    campaign: str
    at: datetime
    put_off: bool


@dataclass(frozen=True)
class History:
    """What this person was shown and has chosen; ``ask_less`` doubles the distance each time it is chosen."""

    shown: Sequence[Event] = ()
    ask_less: int = 0
    never: bool = False
    paused_until: datetime | None = None
    device_since: datetime | None = None


@dataclass(frozen=True)
class Desktop:
    """What is known of the desktop; None: not known here, and then no obstacle."""

    session_since: datetime | None = None
    last_input: datetime | None = None
    locked: bool | None = None
    do_not_disturb: bool | None = None
    full_screen: bool | None = None
    presenting: bool | None = None
    in_call: bool | None = None
    battery_percent: int | None = None  # None on mains power too


@dataclass(frozen=True)
class Decision:
    """Whether a question may be shown, and the reason that decided it."""

    allowed: bool
    reason: Reason


def may_ask(now: datetime, campaign: str, history: History, rules: Rules, desktop: Desktop) -> Decision:
    """The decision at ``now`` (local time, aware) for a question of ``campaign``."""
    obstacle = _by_choice(now, history) or _by_clock(now, history, rules, desktop) or _by_desktop(now, rules, desktop)
    reason = obstacle or _by_history(now, campaign, history, rules) or Reason.ALLOWED
    return Decision(reason is Reason.ALLOWED, reason)


def _by_choice(now: datetime, history: History) -> Reason | None:
    if history.never:
        return Reason.NEVER
    if history.paused_until is not None and now < history.paused_until:
        return Reason.PAUSED
    return None


def _by_clock(now: datetime, history: History, rules: Rules, desktop: Desktop) -> Reason | None:
    if now.weekday() not in rules.weekdays or not rules.begins <= now.time() < rules.ends:
        return Reason.OUTSIDE_HOURS
    if history.device_since is not None and now - history.device_since < rules.new_device:
        return Reason.NEW_DEVICE
    if desktop.session_since is not None and now - desktop.session_since < rules.after_session_start:
        return Reason.SESSION_JUST_BEGAN
    return None


def _by_desktop(now: datetime, rules: Rules, desktop: Desktop) -> Reason | None:
    states = (
        (desktop.locked, Reason.LOCKED),
        (desktop.do_not_disturb, Reason.DO_NOT_DISTURB),
        (desktop.full_screen, Reason.FULL_SCREEN),
        (desktop.presenting, Reason.PRESENTING),
        (desktop.in_call, Reason.IN_CALL),
    )
    for state, reason in states:
        if state:
            return reason
    if desktop.battery_percent is not None and desktop.battery_percent < rules.battery_percent:
        return Reason.BATTERY_LOW
    if desktop.last_input is not None and now - desktop.last_input > rules.active_within:
        return Reason.AWAY
    return None


def _by_history(now: datetime, campaign: str, history: History, rules: Rules) -> Reason | None:
    apart = rules.apart * 2**history.ask_less
    window = rules.window * 2**history.ask_less
    put_off = [event for event in history.shown if event.campaign == campaign and event.put_off]
    if len(put_off) > rules.most_not_now:
        return Reason.NOT_NOW_TOO_OFTEN
    if put_off and now - max(event.at for event in put_off) < rules.not_now:
        return Reason.NOT_NOW
    others = [event for event in history.shown if event.campaign != campaign or not event.put_off]
    if others and now - max(event.at for event in others) < apart:
        return Reason.TOO_SOON
    asked = {event.campaign for event in history.shown if now - event.at < window} - {campaign}
    return Reason.TOO_MANY if len(asked) >= rules.most else None
