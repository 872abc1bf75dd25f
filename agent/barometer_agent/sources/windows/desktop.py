"""A person's desktop on Windows: what its session, its notifications and its registry tell of it.

Each is asked in the session of whoever asks. That something fills the screen Windows itself tells: no window is looked
at.
"""

from datetime import UTC, datetime, timedelta

from barometer_agent.prompting import Desktop
from barometer_agent.sources import charge
from barometer_agent.sources.windows import (
    consent,
    last_input,
    notification_mode,
    notification_state,
    own_session,
)


def read(now: datetime) -> Desktop:
    """The desktop of whoever asks, at ``now``."""
    session, manners, idle_ms = own_session.read(), notification_state.read(), last_input.idle_ms()
    return Desktop(
        session_since=None if session.since_us is None else _moment(session.since_us),
        last_input=None if idle_ms is None else now - timedelta(milliseconds=idle_ms),
        locked=hinted(session.locked, manners.locked),
        do_not_disturb=hinted(notification_mode.is_restricted(), manners.quiet_time),
        full_screen=manners.full_screen,
        presenting=manners.presenting,
        in_call=consent.is_in_use(session.since_us),
        battery_percent=charge.percent(),
    )


def hinted(told: bool | None, hint: bool | None) -> bool | None:
    """What is told, and yes too where the hint says so: it sees a part alone, so its no is none."""
    return True if told or hint else told


def _moment(at_us: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at_us)
