"""How long ago somebody touched the laptop in this session, as long as it is the one that somebody can sit at.

A session that is locked, or behind that of another person, tells nothing: the service knows the first, and in the
second what was touched last says nothing of the laptop.
"""

from barometer_agent.sources.windows import last_input, own_session
from barometer_agent.sources.windows.own_session import OwnSession


def idle_ms() -> int | None:
    """Milliseconds; None where nothing is to be told."""
    return told(own_session.read(), last_input.idle_ms())


def told(session: OwnSession, idle: int | None) -> int | None:
    """``idle`` where ``session`` can be sat at, or tells nothing of that."""
    return None if session.locked or session.active is False else idle
