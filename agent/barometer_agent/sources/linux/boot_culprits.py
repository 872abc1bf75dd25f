"""Which units held up a boot: those on the chain of waiting that ended last, slowest first. Pure.

``systemd-analyze blame`` lists every slow unit, also those that nothing waited for; ``critical-chain`` lists what was
waited for. This is the second with the durations of the first (systemd-analyze(1)).
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from barometer_agent.sources.boots import Culprit
from barometer_agent.sources.linux.boot_phases import microseconds

MOST = 5
LEAST_US = 1_000_000
PROPERTIES = ("Id", "InactiveExitTimestampMonotonic", "ActiveEnterTimestampMonotonic", "After")
# Mounts whose name is the same on every laptop; others are paths of a person or of an organisation.
_USUAL_MOUNTS = frozenset({"-", "boot", "boot-efi", "efi", "home", "tmp", "usr", "var", "var-log", "var-tmp"})


@dataclass(frozen=True)
class Unit:
    """A unit's last start: when it began and when it stood, microseconds on the clock of the boot; 0: it did not."""

    name: str
    began_us: int
    stood_us: int
    after: tuple[str, ...]


def parse(text: str) -> tuple[Unit, ...]:
    """The blocks of ``systemctl show``, one a unit, in its order."""
    blocks = (dict(line.split("=", 1) for line in block.splitlines() if "=" in line) for block in text.split("\n\n"))
    return tuple(_unit(block) for block in blocks if block.get("Id"))


def chain(units: Mapping[str, Unit], last: str, finished_us: int) -> tuple[Unit, ...]:
    """What ``last`` waited for, from the end to the beginning: before each unit the one that stood last."""
    found: list[Unit] = []
    here = units.get(last)
    while here and here not in found:
        found.append(here)
        limit = here.stood_us or finished_us
        earlier = [units[name] for name in here.after if name in units and 0 < units[name].stood_us <= limit]
        here = max(earlier, key=lambda unit: unit.stood_us, default=None)
    return tuple(found)


def culprits(text: str, finished_us: int) -> tuple[Culprit, ...]:
    """The slowest units of the chain, at most MOST of at least LEAST_US; the first unit of ``text`` was the goal."""
    listed = parse(text)
    if not listed:
        return ()
    units = {unit.name: unit for unit in listed if unit.stood_us <= finished_us}
    waited = (unit for unit in chain(units, listed[0].name, finished_us) if unit.began_us)
    slow = [(unit.stood_us - unit.began_us, unit.name) for unit in waited]
    worst = sorted((one for one in slow if one[0] >= LEAST_US), key=lambda one: (-one[0], one[1]))[:MOST]
    return tuple(Culprit(public_name(name), _kind(name), us) for us, name in worst)


def public_name(unit: str) -> str:
    """A unit's name without what may name a person, a network, a disk or a place.

    The instance of a template may be an account or a VPN; the names of devices, mounts and swap are paths.
    """
    stem, _, kind = unit.rpartition(".")
    if kind in ("service", "socket", "target", "timer", "path"):
        template, at, _ = stem.partition("@")
        return f"{template}{at}.{kind}"[:120]
    if kind == "mount" and stem in _USUAL_MOUNTS:
        return unit
    return kind


def _kind(unit: str) -> str:
    return unit.rpartition(".")[2]


def _unit(block: Mapping[str, str]) -> Unit:
    began = microseconds(block.get("InactiveExitTimestampMonotonic", ""))
    stood = microseconds(block.get("ActiveEnterTimestampMonotonic", ""))
    return Unit(block["Id"], began if began <= stood else 0, stood, _names(block.get("After", "")))


def _names(value: str) -> tuple[str, ...]:
    """A list of units; names with a backslash stand between quotes, with the backslash doubled."""
    return tuple(shlex.split(value) if '"' in value else value.split())
