"""Use of a Linux laptop, as logind knows it."""

from barometer_agent.sources.linux import sessions
from barometer_agent.sources.usage import Use


def read() -> Use:
    """Use at this moment."""
    return sessions.use(sessions.read())
