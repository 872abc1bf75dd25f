"""What a decision is made of besides the rules: the question, the person, and the desktop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# Sixteen times as far apart: further is never, and that has a word of its own.
MOST_ASK_LESS = 4


class Occasion(StrEnum):
    """What a question is about, when it is about one event."""

    CRASH = "crash"
    SLOW_BOOT = "slow_boot"
    TICKET = "ticket"


@dataclass(frozen=True)
class Campaign:
    """Of a question what the rules look at. Its sample spreads over ``spread_days`` from ``opens`` on.

    ``occasion`` is an Occasion, or the name of one that a newer collector knows; ``occasion_at`` is when it was.
    """

    id: str
    opens: datetime | None = None
    expires: datetime | None = None
    spread_days: int = 0
    onboarding: bool = False
    occasion: str = ""
    occasion_at: datetime | None = None


@dataclass(frozen=True)
class Event:
    """A question was shown to this person: for which campaign, when (aware), and whether put off."""

    campaign: str
    at: datetime
    put_off: bool


@dataclass(frozen=True)
class History:
    """What this person was shown and has chosen; ``ask_less`` doubles the distance each time it is chosen.

    ``account`` tells on which day of a campaign the person's turn is; ``device_since`` when this laptop first saw them.
    """

    shown: Sequence[Event] = ()
    ask_less: int = 0
    never: bool = False
    paused_until: datetime | None = None
    device_since: datetime | None = None
    account: str = ""


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
