"""Is somebody working with this laptop now, and how well can that be told?"""

import sys
from dataclasses import dataclass

from barometer_agent.sampler import NoData
from barometer_agent.sources import system


@dataclass(frozen=True)
class Use:
    """``basis`` is what ``in_use`` rests on.

    ``input``: an unlocked session whose desktop tells when nobody has touched it for a while. ``session``: an
    unlocked session, whose desktop does not tell that. ``awake``: neither can be seen (no graphical session, a
    server, a container), so awake counts as in use.
    """

    in_use: bool
    basis: str


AWAKE = Use(True, "awake")


def read(platform: str = sys.platform) -> Use:
    """Use at this moment. Never raises NoData: where nothing better can be measured, awake counts."""
    try:
        found: Use = system.reader("usage", platform).read()
    except NoData:
        return AWAKE
    return found
