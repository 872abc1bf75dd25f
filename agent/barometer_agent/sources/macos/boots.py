"""How long this boot of the Mac took.

The total is what the Mac itself needed: from power-on to the screen on which a person signs in, and from the accepted
password to the desktop. In between it waits for the person, which is not counted; neither is what it does between the
disk's password and the login window, because nothing records when that password was given. Power-on is where the clock
of the log begins: on Apple silicon that includes the firmware, on Intel it is the start of the kernel.
"""

import time

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.boots import Boot
from barometer_agent.sources.macos import milestones, sessions, this_boot
from barometer_agent.sources.macos.milestones import KERNEL, SCREEN, Milestone
from barometer_agent.sources.macos.this_boot import ThisBoot
from barometer_agent.sources.records import Records

WAIT_FOR_SIGN_IN_US = 30 * 60_000_000  # whoever starts a Mac and signs in later did something else in between
_CLOCK_SET_US = 10 * 60_000_000  # the first entries are dated by a clock that is set right a little later

_NOT_YET = Reason(
    "the start has not finished yet: nobody has signed in, or the desktop is not there yet",
    "het opstarten is nog niet klaar: er is nog niemand aangemeld, of het bureaublad is er nog niet",
)
_GONE = Reason(
    "the unified log no longer holds the start of this Mac, or does not name its steps",
    "het systeemlogboek bevat de start van deze Mac niet meer, of noemt de stappen niet",
)


def read(cursor: str, since_us: int) -> Records[Boot]:
    """This boot, unless ``cursor`` says that it was told. Raises NoData until somebody has signed in."""
    boot = this_boot.read()
    told_boot, _, told_build = cursor.partition(" ")
    if told_boot == boot.uuid:
        return Records((), cursor)
    now_us = time.time_ns() // 1000
    waited_long = now_us - boot.began_us > WAIT_FOR_SIGN_IN_US
    if not waited_long and sessions.on_screen(sessions.read()) is None:
        raise NoData(_NOT_YET)
    until_us = min(now_us, boot.began_us + WAIT_FOR_SIGN_IN_US)
    passed = milestones.read(boot, boot.began_us - _CLOCK_SET_US, until_us)
    if not waited_long and passed and not milestones.sign_ins(passed):
        raise NoData(_NOT_YET)  # the desktop is being built up
    after = f"{boot.uuid} {boot.build}"
    found = boot_of(passed, boot, after_update=bool(told_build) and told_build != boot.build)
    if found is None:
        return Records((), after, _GONE)
    return Records((found,) if found.at_us > since_us or cursor else (), after)


def boot_of(passed: tuple[Milestone, ...], boot: ThisBoot, *, after_update: bool) -> Boot | None:
    """The boot that passed these milestones; None where the screen is not among them.

    Without a sign-in soon after it there is no total: nobody knows how long a desktop would have taken.
    """
    screen = next((one for one in passed if one.name == SCREEN), None)
    if screen is None:
        return None
    kernel = next((one for one in passed if one.name == KERNEL and one.since_start_us < screen.since_start_us), None)
    phases = {"firmware": kernel.since_start_us} if kernel and kernel.since_start_us > 0 else {}
    phases["system"] = screen.since_start_us - sum(phases.values())
    signed_in = next(iter(milestones.sign_ins(passed)), None)
    if signed_in is None:
        return Boot(boot.began_us + screen.since_start_us, None, phases_us=phases, after_update=after_update)
    phases["desktop"] = signed_in.total_us
    return Boot(signed_in.at_us, sum(phases.values()), phases_us=phases, after_update=after_update)
