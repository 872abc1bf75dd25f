"""The first sign-in after a boot, as Windows measured it: the phases after the password in event 100.

The total runs from the password to the desktop: BootUserProfileProcessingTime (the profile and the user's policies),
OtherLogonInitActivityDuration and BootExplorerInitTime. Of a later sign-in in the same boot no log that is on by
itself tells when its desktop was there, so it is not told. How long the user's policies took within the profile is
in the log GroupPolicy, event 8001 (in whole seconds; IsMachine 0; the account is not read).
"""

from collections.abc import Mapping

from barometer_agent.sampler import NoData
from barometer_agent.sources.records import Records
from barometer_agent.sources.sign_ins import SignIn
from barometer_agent.sources.windows import channel, performance
from barometer_agent.sources.windows.channel import Log
from barometer_agent.sources.windows.eventlog import EventLog
from barometer_agent.sources.windows.events import Event

POLICY_CHANNEL = "Microsoft-Windows-GroupPolicy/Operational"
_POLICY = channel.of("Microsoft-Windows-GroupPolicy", 8001)
_PHASES = {
    "profile": "BootUserProfileProcessingTime",
    "other": "OtherLogonInitActivityDuration",
    "desktop": "BootExplorerInitTime",
}


def read(cursor: str, since_us: int, log: Log | None = None, now_us: int | None = None) -> Records[SignIn]:
    """Sign-ins after ``cursor``. Raises NoData where Windows records none, or where its log may not be read."""
    logs = log or EventLog()
    now = performance.now_us() if now_us is None else now_us
    found = performance.follow(logs, (performance.BOOT,), cursor, since_us)
    ready, waiting = performance.boots(found.events, now)
    policies = _policies(logs, ready)
    told = tuple(one for boot in ready if (one := parse(boot, policies)) is not None)
    return Records(told, found.cursor(waiting), found.lost)


def parse(boot: Event, policies: tuple[Event, ...]) -> SignIn | None:
    """The sign-in of one boot; None where nobody signed in, or where this Windows does not tell."""
    found = {phase: boot.number(name) for phase, name in _PHASES.items()}
    phases = {phase: ms * 1000 for phase, ms in found.items() if ms is not None}
    if not found["desktop"]:
        return None
    _, end_us = performance.span_us(boot)
    at_us = end_us - (boot.number("BootPostBootTime") or 0) * 1000
    total_us = sum(phases.values())
    return SignIn(at_us, total_us, _with_policy(phases, policies, at_us - total_us, at_us))


def _with_policy(phases: Mapping[str, int], policies: tuple[Event, ...], from_us: int, to_us: int) -> dict[str, int]:
    """Takes the user's policies out of the profile, of which they are a part."""
    seconds = [
        event.number("PolicyElaspedTimeInSeconds")  # spelt so by Windows
        for event in policies
        if from_us <= event.at_us <= to_us and not event.is_true("IsMachine")
    ]
    policy_us = min((seconds[0] or 0) * 1_000_000 if seconds else 0, phases.get("profile", 0))
    if not policy_us:
        return dict(phases)
    return {"profile": phases["profile"] - policy_us, "policy": policy_us} | {
        phase: us for phase, us in phases.items() if phase != "profile"
    }


def _policies(log: Log, boots: list[Event]) -> tuple[Event, ...]:
    if not boots:
        return ()
    spans = [performance.span_us(boot) for boot in boots]
    try:
        return channel.between(
            log, POLICY_CHANNEL, _POLICY, min(start for start, _ in spans), max(end for _, end in spans)
        )
    except NoData:  # a laptop without policies, or whose log of them may not be read
        return ()
