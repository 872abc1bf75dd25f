"""A person's desktop on a Mac: what the I/O registry, Focus, Core Audio and Core Media I/O tell of it.

macOS documents no way to learn that something fills the screen or is presented without the right to see all windows:
neither is known.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from barometer_agent.prompting import Desktop
from barometer_agent.sources import charge
from barometer_agent.sources.desktop import either
from barometer_agent.sources.macos import focus, media, media_objects, own_session


def read(now: datetime) -> Desktop:
    """The desktop of whoever asks, at ``now``."""
    session = own_session.read()
    return Desktop(
        session_since=None if session.since is None else datetime.fromtimestamp(session.since, UTC),
        last_input=None if session.idle_ns is None else now - timedelta(microseconds=session.idle_ns // 1000),
        locked=session.locked,
        do_not_disturb=focus.is_on(Path.home()),
        in_call=either(media.listens(media_objects.sound()), media.watches(media_objects.pictures())),
        battery_percent=charge.percent(),
    )
