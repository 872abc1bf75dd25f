"""Crashes of applications, as the handler recorded them that the kernel gives them to: core(5).

No desktop of Linux records that an application hung: GNOME and KDE ask the person and keep nothing of it.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.linux import apport, coredumps
from barometer_agent.sources.records import Records

_CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")
# later versions of systemd let the kernel speak to systemd-coredump itself: systemd-coredump-register.service
_SOCKETS_OF_SYSTEMD = ("@/run/systemd/coredump", "@@/run/systemd/coredump")
_NAME = re.compile(r"[0-9A-Za-z._+-]{1,60}")

Reader = Callable[[str, int], Records[Crash]]
READERS: Mapping[str, Reader] = {coredumps.HANDLER: coredumps.read, apport.HANDLER: apport.read}


def read(
    cursor: str, since_us: int, core_pattern: Path = _CORE_PATTERN, readers: Mapping[str, Reader] = READERS
) -> Records[Crash]:
    """Crashes recorded after ``cursor``, or since ``since_us`` where that is empty or another handler's."""
    kind, _, place = cursor.partition(" ")
    name = handler(core_pattern)
    found = readers[name](place if kind == name else "", since_us)
    return Records(found.events, f"{name} {found.cursor}" if found.cursor else "", found.lost)


def handler(core_pattern: Path) -> str:
    """Who gets the crashes of this machine. Raises NoData where nobody does who records them."""
    try:
        asked = core_pattern.read_text().strip()
    except OSError as error:
        said = error.strerror
        raise NoData(
            Reason(f"who records crashes cannot be read: {said}", f"wie crashes vastlegt is niet te lezen: {said}")
        ) from error
    if asked.startswith(_SOCKETS_OF_SYSTEMD):
        return coredumps.HANDLER
    program = asked.partition(" ")[0].rpartition("/")[2] if asked.startswith(("|", "@")) else ""
    for name in READERS:
        if name in program:
            return name
    raise NoData(_nobody(program))


def _nobody(program: str) -> Reason:
    """Names the program that takes crashes, never where it lies; without one they go to a file."""
    other = Reason("another program", "een ander programma") if program else Reason("a file", "een bestand")
    taker = Reason(program, program) if _NAME.fullmatch(program) else other
    return Reason(
        f"the kernel hands crashes to {taker.en}, not to systemd-coredump: "
        "run sysctl --system, or remove what sets kernel.core_pattern",
        f"de kernel geeft crashes aan {taker.nl} in plaats van aan systemd-coredump: "
        "voer sysctl --system uit, of haal weg wat kernel.core_pattern instelt",
    )
