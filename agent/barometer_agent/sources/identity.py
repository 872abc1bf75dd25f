"""Which machine this is: its name, its system, and what stays the same when the agent is installed again."""

import socket
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """``lasting`` are the machine's own identifiers; they never leave it, only a hash of them does."""

    name: str
    os: str  # as a person would say it: "Debian GNU/Linux 12 (bookworm)"
    lasting: tuple[str, ...]


def read(platform: str = sys.platform) -> Identity:
    """This machine. Raises NoData, with the fix, where it has no lasting identifier."""
    if platform == "linux":
        from barometer_agent.sources.linux import identity as linux

        return Identity(_name(), linux.os_name(), linux.lasting())
    if platform == "win32":
        from barometer_agent.sources.windows import identity as windows

        return Identity(_name(), windows.os_name(), windows.lasting())
    from barometer_agent.sources.macos import identity as macos

    return Identity(_name(), macos.os_name(), macos.lasting())


def hardware_id(machine: Identity) -> str:
    """64 hex digits that say the same machine without telling which.

    Two accounts that may read different identifiers get different ids: enrol as the account that the service uses.
    """
    import hashlib

    return hashlib.sha256("\n".join(("barometer", *machine.lasting)).encode()).hexdigest()


def _name() -> str:
    """The machine's own name without its domain; "laptop" where it has none."""
    name = socket.gethostname().encode("utf-8", "replace").decode()  # it may hold bytes that are no text at all
    return name.split(".")[0][:255] or "laptop"
