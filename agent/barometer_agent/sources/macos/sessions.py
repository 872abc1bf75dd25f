"""Who sits at the Mac: never who, only whether a session is on its screen, signed in and unlocked.

Source: the property ``IOConsoleUsers`` of the root of the I/O registry, which mirrors CGSessionCopyCurrentDictionary
(CGSession.h, Quartz Display Services). ``CGSSessionScreenIsLocked`` is there only while the screen is locked.
"""

from dataclasses import dataclass
from typing import Any

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.macos import property_list, registry

_NOT_TOLD = Reason("the I/O registry does not tell of any session", "het I/O-register vertelt over geen enkele sessie")


@dataclass(frozen=True)
class Session:
    """``audit`` numbers the sign-in, anew in each boot; ``signed_in`` is False at the login window."""

    audit: int
    on_screen: bool
    signed_in: bool
    locked: bool


def read() -> tuple[Session, ...]:
    """The sessions of this moment, none at all where nobody signed in. Raises NoData where that is not told."""
    return parse(registry.entries("-n", "Root", "-d", "1"))


def parse(entries: list[dict[str, Any]]) -> tuple[Session, ...]:
    """The sessions in the properties of the registry's root."""
    for entry in entries:
        if "IOConsoleUsers" in entry:
            return tuple(map(_session, property_list.dictionaries(entry["IOConsoleUsers"])))
        if "IOConsoleLocked" in entry:  # before the first sign-in there is no list yet
            return ()
    raise NoData(_NOT_TOLD)


def on_screen(sessions: tuple[Session, ...]) -> Session | None:
    """The session that a person is signed in to and sees, locked or not."""
    return next((one for one in sessions if one.on_screen and one.signed_in), None)


def _session(told: dict[str, Any]) -> Session:
    return Session(
        audit=property_list.number(told.get("kCGSSessionAuditIDKey")) or 0,
        on_screen=bool(told.get("kCGSSessionOnConsoleKey")),
        signed_in=bool(told.get("kCGSessionLoginDoneKey")),
        locked=bool(told.get("CGSSessionScreenIsLocked")),
    )
