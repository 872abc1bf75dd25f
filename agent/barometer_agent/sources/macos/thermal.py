"""Is this Mac being slowed down because it is too hot?

Sources: OSThermalNotification.h of Apple's Libc (``com.apple.system.thermalpressurelevel``: 0 nominal, 1 moderate,
2 heavy, 3 trapping, 4 sleeping), read with notifyutil(1); pmset(1), ``pmset -g therm``: ``CPU_Speed_Limit``, the
percentage of its speed that the processor of an Intel Mac is allowed. From heavy on ProcessInfo.ThermalState says
"serious", the level at which Apple warns that performance is reduced.
"""

import re

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import programs

HEAVY = 2
_SLEEPING = 4
_LEVEL = "com.apple.system.thermalpressurelevel"
_NOTIFIED = re.compile(rf"{re.escape(_LEVEL)} (\d{{1,3}})\s*$", re.MULTILINE)
_SPEED = re.compile(r"CPU_Speed_Limit\s*=\s*(\d{1,3})\b")


def is_slowed() -> bool | None:
    """True while it is; None where neither source tells."""
    for asked, told in ((("notifyutil", "-g", _LEVEL), by_level), (("pmset", "-g", "therm"), by_speed)):
        try:
            found = told(programs.answer(*asked))
        except NoData:
            continue
        if found is not None:
            return found
    return None


def by_level(text: str) -> bool | None:
    """By the level that ``notifyutil -g`` prints."""
    found = _NOTIFIED.search(text)
    return int(found[1]) >= HEAVY if found and int(found[1]) <= _SLEEPING else None


def by_speed(text: str) -> bool | None:
    """By the limit that ``pmset -g therm`` prints; Macs with Apple silicon have none."""
    found = _SPEED.search(text)
    return int(found[1]) < 100 if found else None
