"""Is somebody working with this laptop now, and how well can that be told?"""

import sys
from dataclasses import dataclass

from barometer_agent.sampler import NoData
from barometer_agent.sources import system


@dataclass(frozen=True)
class Use:
    """``basis`` is what ``in_use`` rests on.

    ``input``: an unlocked session whose desktop, or whose tray, tells when nobody has touched it for a while.
    ``session``: an unlocked session, of which neither tells that. ``awake``: neither can be seen (no graphical session,
    a server, a container), so awake counts as in use.
    """

    in_use: bool
    basis: str


AWAKE = Use(True, "awake")
IDLE_AFTER_MS = 600_000  # in use: input within 10 minutes (the experience model)


def read(platform: str = sys.platform) -> Use:
    """Use at this moment. Never raises NoData: where nothing better can be measured, awake counts."""
    try:
        found: Use = system.reader("usage", platform).read()
    except NoData:
        return AWAKE
    return found


def with_input(use: Use, idle_ms: int | None) -> Use:
    """``use``, where the tray of its session told that nobody has touched it for so long; None: it told nothing."""
    if idle_ms is None or use != Use(True, "session"):
        return use
    return Use(idle_ms <= IDLE_AFTER_MS, "input")
