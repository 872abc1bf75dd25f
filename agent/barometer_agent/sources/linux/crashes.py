"""Crashes on Linux: those that systemd-coredump recorded in the journal."""

from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.linux import coredumps
from barometer_agent.sources.linux.coredumps import Coredump
from barometer_agent.sources.records import Records

ASKED_FOR = "SIGQUIT"  # somebody wanted a dump of a running program: signal(7), "quit from keyboard"


def read(cursor: str, since_us: int) -> Records[Crash]:
    """Crashes recorded after the journal cursor ``cursor``, or since ``since_us`` where that is empty."""
    found = coredumps.read(cursor, since_us)
    crashes = tuple(_crash(one) for one in found if one.kind != ASKED_FOR)
    return Records(crashes, found[-1].record if found else cursor)


def _crash(found: Coredump) -> Crash:
    return Crash(found.at_us, found.application, found.kind, found.version)
