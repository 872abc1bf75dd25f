"""What one rule says about one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Reason(StrEnum):
    """Why a question is or is not shown now; the texts of each language say it in a sentence.

    All but ALLOWED name a rule, in the order in which they are looked at.
    """

    ALLOWED = "allowed"
    POLICY = "policy"
    NEVER = "never"
    PAUSED = "paused"
    CLOSED = "closed"
    STALE = "stale"
    TOO_EARLY = "too_early"
    NOT_YOUR_TURN = "not_your_turn"
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
    NOT_NOW_TOO_OFTEN = "not_now_too_often"
    NOT_NOW = "not_now"
    TOO_SOON = "too_soon"
    TOO_MANY = "too_many"


# What only the desktop can change; everything else follows from the clock or stays.
OF_DESKTOP = frozenset(
    {
        Reason.LOCKED,
        Reason.DO_NOT_DISTURB,
        Reason.FULL_SCREEN,
        Reason.PRESENTING,
        Reason.IN_CALL,
        Reason.BATTERY_LOW,
        Reason.AWAY,
    }
)


class State(StrEnum):
    """Whether a rule stands in the way; what is not known never does."""

    CLEAR = "clear"
    OBSTACLE = "obstacle"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judgement:
    """What the rule called ``reason`` says, and from which ``values``, which fill its text ``rule.<reason>``.

    ``until`` is when the clock alone takes the obstacle away; None where it does not.
    """

    reason: Reason
    state: State
    values: Mapping[str, object]
    until: datetime | None = None


def known(
    reason: Reason, obstacle: bool | None, values: Mapping[str, object], until: datetime | None = None
) -> Judgement:
    """A judgement of what may not be known: ``obstacle`` is then None."""
    if obstacle is None:
        return Judgement(reason, State.UNKNOWN, values)
    return Judgement(reason, State.OBSTACLE if obstacle else State.CLEAR, values, until if obstacle else None)


def lasting(
    reason: Reason, now: datetime, since: datetime | None, least: timedelta, values: Mapping[str, object]
) -> Judgement:
    """An obstacle for ``least`` after ``since``, where that is known."""
    if since is None:
        return known(reason, None, values)
    return known(reason, now - since < least, values, since + least)
