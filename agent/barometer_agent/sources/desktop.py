"""What a person's desktop is busy with now, as far as a question would be in the way of it.

Read by a process of that person, never by the service, and never sent. What is in front, its title, and what is typed
are not read: only that something fills the screen, or that somebody listens or watches.
"""

import sys
from datetime import datetime

from barometer_agent.prompting import Desktop
from barometer_agent.sampler import NoData
from barometer_agent.sources import system


def read(now: datetime, platform: str = sys.platform) -> Desktop:
    """The desktop at ``now`` (aware). Never raises NoData: what cannot be read here is None, each by itself."""
    try:
        found: Desktop = system.reader("desktop", platform).read(now)
    except NoData:
        return Desktop()
    return found


def either(*told: bool | None) -> bool | None:
    """True once one is; False only where all are known not to be."""
    if any(told):
        return True
    return None if None in told else False
