"""What the kernel tells of itself. Source: sysctl(8), sysctl(3)."""

import re

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command

_MOMENT = re.compile(r"sec = (\d+), usec = (\d+)")


def values(*names: str) -> dict[str, str]:
    """The values of those ``names`` that this kernel has. Raises NoData where it tells none of them."""
    output = command.run("sysctl", *names)
    found = parse(output.text) if output else {}  # status 1: one of the names is unknown, the others are told
    if not found:
        told = ", ".join(names)
        raise NoData(Reason(f"sysctl does not tell {told}", f"sysctl geeft {told} niet"))
    return found


def parse(text: str) -> dict[str, str]:
    """``name: value``, one a line."""
    pairs = (line.partition(": ") for line in text.splitlines())
    return {name.strip(): value.strip() for name, colon, value in pairs if colon and " " not in name.strip()}


def number(text: str | None) -> int | None:
    """A value that is a whole number; None for anything else."""
    return int(text) if text and re.fullmatch(r"-?\d{1,19}", text) else None


def moment_us(text: str | None) -> int | None:
    """A struct timeval as sysctl prints it (``{ sec = 1, usec = 2 } Thu Jan ...``), in microseconds since 1970 UTC."""
    found = _MOMENT.search(text or "")
    return int(found[1]) * 1_000_000 + int(found[2]) if found else None
