"""How long signing in to a Mac took: from the accepted password until the login window has started Dock and Finder.

The log is searched only when the session on the screen is another one than at the last reading.
"""

import time
from dataclasses import dataclass

from barometer_agent.sampler import Reason
from barometer_agent.sources.cursor import kept, restored
from barometer_agent.sources.macos import milestones, sessions, this_boot
from barometer_agent.sources.records import Records
from barometer_agent.sources.sign_ins import SignIn

LOOK_BACK_US = 24 * 3_600_000_000  # of a longer stretch the log seldom holds anything, and searching it costs minutes
_SETTLES_US = 5 * 60_000_000
_NOT_LOGGED = Reason(
    "somebody signed in, and the unified log does not tell when the desktop was there",
    "er heeft iemand aangemeld, en het systeemlogboek zegt niet wanneer het bureaublad er was",
)


@dataclass(frozen=True)
class Seen:
    """The cursor: the boot and the sign-in on the screen at the last reading, and until when the log was searched."""

    boot: str
    audit: int
    until_us: int


def read(cursor: str, since_us: int) -> Records[SignIn]:
    """Sign-ins after ``cursor``, or since ``since_us``. Raises NoData where sessions or log cannot be read."""
    before = restored(cursor, Seen)
    boot = this_boot.read()
    session = sessions.on_screen(sessions.read())
    if session is None or (before and (before.boot, before.audit) == (boot.uuid, session.audit)):
        return Records((), cursor)
    now_us = time.time_ns() // 1000
    from_us = max(before.until_us if before else since_us, now_us - LOOK_BACK_US, boot.began_us)
    passed = milestones.read(boot, min(from_us, now_us) - _SETTLES_US, now_us)
    found = tuple(
        SignIn(one.at_us, one.total_us) for one in milestones.sign_ins(passed) if from_us < one.at_us <= now_us
    )
    if not found and is_settling(passed, now_us):
        return Records((), cursor)
    after = kept(Seen(boot.uuid, session.audit, now_us))
    return Records(found, after, None if found else _NOT_LOGGED)


def is_settling(passed: tuple[milestones.Milestone, ...], now_us: int) -> bool:
    """True while the password was accepted a moment ago and the desktop is not there yet."""
    last = passed[-1] if passed else None
    return last is not None and last.name == milestones.SIGNED_IN and now_us - last.at_us < _SETTLES_US
