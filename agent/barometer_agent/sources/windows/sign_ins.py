"""Sign-ins: the first one after a boot as Windows measured it, of any other how long profile and policies took.

The total runs from the password to the desktop: BootUserProfileProcessingTime (the profile and the user's policies),
OtherLogonInitActivityDuration and BootExplorerInitTime of event 100. Of a later sign-in in the same boot, or in a boot
that Windows did not measure, no log that is on by itself tells when its desktop was there: it has no total, only its
phases. How long the user's policies took is in the log GroupPolicy, event 8001 (in whole seconds; IsMachine 0; the
account is not read); how long the profile took, in the one of the User Profile Service.
"""

from collections.abc import Mapping, Sequence

from barometer_agent.sampler import NoData
from barometer_agent.sources.records import Records
from barometer_agent.sources.sign_ins import SignIn
from barometer_agent.sources.windows import channel, cursors, performance, profiles
from barometer_agent.sources.windows.channel import Log, Reading
from barometer_agent.sources.windows.cursors import Cursor
from barometer_agent.sources.windows.eventlog import EventLog
from barometer_agent.sources.windows.events import Event
from barometer_agent.sources.windows.profiles import Profile

POLICY_CHANNEL = "Microsoft-Windows-GroupPolicy/Operational"
_POLICY = channel.of("Microsoft-Windows-GroupPolicy", 8001)
_PHASES = {
    "profile": "BootUserProfileProcessingTime",
    "other": "OtherLogonInitActivityDuration",
    "desktop": "BootExplorerInitTime",
}
_POLICY_WITHIN_US = 600_000_000  # of the profile: policies come after it
_TOLD = 16  # sign-ins of which is kept that they were told before Windows had told of their boot


def read(cursor: str, since_us: int, log: Log | None = None, now_us: int | None = None) -> Records[SignIn]:
    """Sign-ins after ``cursor``, each once. Raises NoData where Windows records none, or where its log may not be read.

    One that is not the first after a boot is told an hour later: until then it may turn out to be the first.
    """
    logs = log or EventLog()
    now = performance.now_us() if now_us is None else now_us
    before = cursors.restored(cursor)
    found = performance.follow(logs, (performance.BOOT,), before.boots, since_us)
    ready, waiting = performance.boots(found.events, now)
    seen = _seen(logs, before.other, since_us)
    others, late = profiles.settled(seen.events, now) if seen else ((), None)
    others = _not_of(others, _boots_since(logs, others, now))
    policies = _policies(logs, [*map(performance.span_us, ready), *((one.from_us, one.to_us) for one in others)])
    told = [one for boot in ready if (one := parse(boot, policies, before.told_us)) is not None]
    ends = [*(one.from_us for one in others[1:]), now]
    told += [later(one, policies, end) for one, end in zip(others, ends, strict=False)]
    after = Cursor(
        found.cursor(waiting),
        seen.cursor(late) if seen else before.other,
        (*before.told_us, *(one.from_us for one in others))[-_TOLD:],
    )
    lost = found.lost or (seen.lost if seen else None)
    return Records(tuple(sorted(told, key=lambda one: one.at_us)), after.text, lost)


def parse(boot: Event, policies: tuple[Event, ...], told_us: Sequence[int] = ()) -> SignIn | None:
    """The sign-in of one boot; None where nobody signed in, or where this Windows does not tell.

    Without phases where it was among those that were told already, when the boot was not yet measured.
    """
    found = {phase: boot.number(name) for phase, name in _PHASES.items()}
    phases = {phase: ms * 1000 for phase, ms in found.items() if ms is not None}
    if not found["desktop"]:
        return None
    from_us, end_us = performance.span_us(boot)
    at_us = end_us - (boot.number("BootPostBootTime") or 0) * 1000
    total_us = sum(phases.values())
    if any(from_us <= each <= end_us for each in told_us):
        return SignIn(at_us, total_us)
    return SignIn(at_us, total_us, _with_policy(phases, policies, at_us - total_us, at_us))


def later(profile: Profile, policies: tuple[Event, ...], end_us: int) -> SignIn:
    """A sign-in that no boot tells of, and after which the next began ``end_us``: it has no desktop, so no total."""
    phases = {"profile": profile.to_us - profile.from_us}
    policy_us = _policy_us(policies, profile.from_us, min(profile.to_us + _POLICY_WITHIN_US, end_us))
    return SignIn(profile.to_us, None, phases | ({"policy": policy_us} if policy_us else {}))


def _with_policy(phases: Mapping[str, int], policies: tuple[Event, ...], from_us: int, to_us: int) -> dict[str, int]:
    """Takes the user's policies out of the profile, of which they are a part."""
    policy_us = min(_policy_us(policies, from_us, to_us), phases.get("profile", 0))
    if not policy_us:
        return dict(phases)
    return {"profile": phases["profile"] - policy_us, "policy": policy_us} | {
        phase: us for phase, us in phases.items() if phase != "profile"
    }


def _policy_us(policies: tuple[Event, ...], from_us: int, to_us: int) -> int:
    """How long the first policies of a person took in that time; 0 for none."""
    seconds = [
        event.number("PolicyElaspedTimeInSeconds")  # spelt so by Windows
        for event in policies
        if from_us <= event.at_us <= to_us and not event.is_true("IsMachine")
    ]
    return (seconds[0] or 0) * 1_000_000 if seconds else 0


def _seen(log: Log, cursor: str, since_us: int) -> Reading | None:
    try:
        return channel.follow(log, profiles.CHANNEL, profiles.WANTED, cursor, since_us)
    except NoData:  # what Windows measured itself is worth telling
        return None


def _boots_since(log: Log, seen: Sequence[Profile], now_us: int) -> list[tuple[int, int]]:
    """From when to when the boots ran of which Windows has told since the first of those sign-ins."""
    if not seen:
        return []
    found = channel.between(log, performance.CHANNEL, performance.MEASURED, min(one.from_us for one in seen), now_us)
    return [performance.span_us(boot) for boot in found]


def _not_of(seen: Sequence[Profile], boots: Sequence[tuple[int, int]]) -> tuple[Profile, ...]:
    """Without those that are the sign-in of one of these boots."""
    return tuple(one for one in seen if not any(start <= one.from_us <= end for start, end in boots))


def _policies(log: Log, spans: Sequence[tuple[int, int]]) -> tuple[Event, ...]:
    if not spans:
        return ()
    first, last = min(start for start, _ in spans), max(end for _, end in spans) + _POLICY_WITHIN_US
    try:
        return channel.between(log, POLICY_CHANNEL, _POLICY, first, last)
    except NoData:  # a laptop without policies, or whose log of them may not be read
        return ()
