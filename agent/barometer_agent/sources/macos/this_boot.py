"""Which boot this is: its id, its system, when it began."""

from dataclasses import dataclass

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.macos import sysctl

_NAMES = ("kern.bootsessionuuid", "kern.osversion", "kern.boottime", "hw.tbfrequency")
_NANOSECONDS = 1_000_000_000


@dataclass(frozen=True)
class ThisBoot:
    """``build`` is that of macOS (``23F79``); ``began_us`` by the wall clock as it is now, since 1970 UTC.

    ``ticks_per_second`` is the rate of the clock in ``machTimestamp`` of the unified log: 24 MHz on Apple silicon,
    where it runs from power-on, 1 GHz on Intel, where it runs from the start of the kernel.
    """

    uuid: str
    build: str
    began_us: int
    ticks_per_second: int


def read() -> ThisBoot:
    """This boot. Raises NoData where the kernel does not tell."""
    return parse(sysctl.values(*_NAMES))


def parse(values: dict[str, str]) -> ThisBoot:
    """This boot out of the kernel's ``values``."""
    began_us = sysctl.moment_us(values.get("kern.boottime"))
    uuid = values.get("kern.bootsessionuuid", "").upper()
    if began_us is None or not uuid:
        raise NoData(Reason("the kernel does not tell which boot this is", "de kernel zegt niet welke start dit is"))
    ticks = sysctl.number(values.get("hw.tbfrequency")) or _NANOSECONDS
    return ThisBoot(uuid, values.get("kern.osversion", ""), began_us, ticks)
