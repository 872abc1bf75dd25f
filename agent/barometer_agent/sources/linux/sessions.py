"""Who sits at this machine, as logind knows it: https://www.freedesktop.org/software/systemd/man/org.freedesktop.login1.html"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from barometer_agent.sampler import NoData
from barometer_agent.sources import command
from barometer_agent.sources.usage import AWAKE, Use

# logind keeps one file per session here; without any there is nobody to ask about, and nothing is asked.
FOLDER = Path("/run/systemd/sessions")
_PROPERTIES = ("Class", "State", "Type", "Remote", "Active", "LockedHint", "IdleHint", "IdleSinceHint")
_GRAPHICAL = frozenset({"x11", "wayland", "mir"})


@dataclass(frozen=True)
class Session:
    """One local graphical session. ``reports_idle`` is True once its desktop has ever told when it lay idle."""

    greeter: bool  # the sign-in screen
    active: bool  # in front, on its screen
    locked: bool
    idle: bool
    reports_idle: bool


def read(folder: Path = FOLDER) -> tuple[Session, ...]:
    """The local graphical sessions of this moment; none where logind does not run or does not answer."""
    ids = names(folder)
    if not ids:
        return ()
    told = _of_libsystemd(ids) if folder == FOLDER else None  # it looks in no other folder
    return _of_loginctl(ids) if told is None else _local(told)


def names(folder: Path = FOLDER) -> tuple[str, ...] | None:
    """What logind calls the sessions of this moment, each its own within a boot; None where logind does not run."""
    try:
        with os.scandir(folder) as found:
            return tuple(sorted(one.name for one in found if not one.name.endswith(".ref")))
    except OSError:
        return None


def parse(text: str) -> tuple[Session, ...]:
    """The blocks of ``loginctl show-session``: ``Name=value`` lines with an empty line between two sessions."""
    return _local(dict(line.split("=", 1) for line in part.splitlines() if "=" in line) for part in text.split("\n\n"))


def use(sessions: tuple[Session, ...]) -> Use:
    """In use while somebody's session is in front, unlocked and not idle.

    "Idle" is the desktop's own word, after its own delay (usually 5 minutes): logind does not pass on when the last
    input was, and a session whose desktop never told idle from busy is only known to be unlocked. A sign-in screen
    is nobody working.
    """
    people = [session for session in sessions if not session.greeter]
    if not people:
        return Use(False, "session") if sessions else AWAKE
    at_work = any(session.active and not session.locked and not session.idle for session in people)
    return Use(at_work, "input" if all(session.reports_idle for session in people) else "session")


def _of_libsystemd(ids: Sequence[str]) -> list[dict[str, str]] | None:
    from barometer_agent.sources.linux import logind  # it takes memory, which a machine without a session keeps

    return logind.properties(ids)


def _of_loginctl(ids: Sequence[str]) -> tuple[Session, ...]:
    try:
        # unlike systemctl, loginctl does not take several names in one option
        output = command.run("loginctl", "show-session", *(f"--property={name}" for name in _PROPERTIES), "--", *ids)
    except NoData:
        return ()
    return parse(output.text) if output else ()


def _local(blocks: Iterable[Mapping[str, str]]) -> tuple[Session, ...]:
    return tuple(_session(block) for block in blocks if _is_local_and_graphical(block))


def _is_local_and_graphical(block: Mapping[str, str]) -> bool:
    here = block.get("Remote", "no") == "no" and block.get("State") != "closing"
    return here and block.get("Type") in _GRAPHICAL and block.get("Class") in ("user", "greeter")


def _session(block: Mapping[str, str]) -> Session:
    return Session(
        greeter=block["Class"] == "greeter",
        active=block.get("Active") == "yes",
        locked=block.get("LockedHint") == "yes",
        idle=block.get("IdleHint") == "yes",
        reports_idle=block.get("IdleHint") == "yes" or block.get("IdleSinceHint", "0") not in ("", "0"),
    )
