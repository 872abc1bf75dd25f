"""A person's desktop on Linux: what logind, the desktop's own bus, the X server and the kernel tell of it.

Wayland keeps from a program what fills the screen, and no desktop tells that somebody presents. Since when nobody
touched anything the X server tells, GNOME's Mutter (``GetIdletime`` of org.gnome.Mutter.IdleMonitor, milliseconds), or
logind, once the desktop found the session idle.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from barometer_agent.prompting import Desktop
from barometer_agent.sources.desktop import either
from barometer_agent.sources.linux import camera, charge_level, microphone, own_session, quiet, session_bus, x_screen
from barometer_agent.sources.linux.own_session import OwnSession
from barometer_agent.sources.linux.system_bus import Method

_MONITOR = "org.gnome.Mutter.IdleMonitor"
IDLE_TIME = Method(_MONITOR, "/org/gnome/Mutter/IdleMonitor/Core", _MONITOR, "GetIdletime", "t")


def read(now: datetime, environment: Mapping[str, str] = os.environ) -> Desktop:
    """The desktop of whoever asks, at ``now``."""
    session, screen = own_session.read(), x_screen.read(environment)
    idle_ms = _of_mutter() if screen.idle_ms is None else screen.idle_ms
    return Desktop(
        session_since=None if session.since_us is None else moment(session.since_us),
        last_input=last_input(now, idle_ms, session),
        locked=session.locked,
        do_not_disturb=quiet.is_asked(environment),
        full_screen=screen.full_screen,
        in_call=either(microphone.is_in_use(environment=environment), camera.is_in_use()),
        battery_percent=charge_level.percent(),
    )


def last_input(now: datetime, idle_ms: int | None, session: OwnSession) -> datetime | None:
    """When somebody last touched anything; where only logind tells, that was then or before."""
    if idle_ms is not None:
        return now - timedelta(milliseconds=idle_ms)
    return None if session.idle_since_us is None else moment(session.idle_since_us)


def moment(at_us: int) -> datetime:
    """Microseconds since 1970 UTC."""
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at_us)


def _of_mutter() -> int | None:
    told = session_bus.read((IDLE_TIME,)).get(IDLE_TIME)
    return None if told is None else int(told)
