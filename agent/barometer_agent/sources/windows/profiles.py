"""Each sign-in, as the User Profile Service saw it: from the notification of it until the person's profile was there.

Log "Microsoft-Windows-User Profile Service/Operational", events 1 ("received user logon notification on session") and 2
("finished processing" it), each with the number of the session; the next ones (5, 67) name the account and its folder,
and are not read. Field names: the manifest of Microsoft-Windows-User Profiles Service.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from barometer_agent.sources.windows import channel
from barometer_agent.sources.windows.events import Event

CHANNEL = "Microsoft-Windows-User Profile Service/Operational"
WANTED = channel.of("Microsoft-Windows-User Profiles Service", 1, 2)
# Event 100 of a boot, which tells more of the same sign-in, follows some minutes after the desktop; later when the
# laptop sleeps meanwhile.
SETTLED_US = 3_600_000_000
LONGEST_US = 600_000_000  # whatever takes longer was no sign-in that somebody waited for
_RECEIVED, _FINISHED = 1, 2


@dataclass(frozen=True)
class Profile:
    """From when to when the profile was made ready, wall clock since 1970 UTC."""

    from_us: int
    to_us: int


def settled(events: Sequence[Event], now_us: int) -> tuple[tuple[Profile, ...], Event | None]:
    """The profiles whose sign-in is long enough ago, and the first event of those that are not."""
    waiting = next(
        (each for each in events if each.id == _RECEIVED and now_us - SETTLED_US < each.at_us <= now_us), None
    )
    found = parse(events)
    return tuple(each for each in found if waiting is None or each.from_us < waiting.at_us), waiting


def parse(events: Sequence[Event]) -> tuple[Profile, ...]:
    """Those that began and ended in the same session."""
    received: dict[int, Event] = {}
    found = []
    for event in events:
        session = event.number("Session")
        if session is None:
            continue
        if event.id == _RECEIVED:
            received[session] = event
        elif event.id == _FINISHED and (began := received.pop(session, None)):
            found.append(Profile(began.at_us, event.at_us))
    return tuple(each for each in found if 0 <= each.to_us - each.from_us <= LONGEST_US)
