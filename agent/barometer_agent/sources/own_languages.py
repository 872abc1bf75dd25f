"""Which languages a person set for the system, for where no locale in the environment says so.

On Linux the environment always does.
"""

import sys

from barometer_agent.sampler import NoData
from barometer_agent.sources import system


def read(platform: str = sys.platform) -> tuple[str, ...]:
    """Their tags, as ``nl-NL``, the dearest first; none where the system does not tell. Never raises NoData."""
    if platform == "linux":
        return ()
    try:
        found: tuple[str, ...] = system.reader("own_languages", platform).read()
    except NoData:
        return ()
    return found
