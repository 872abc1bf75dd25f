"""Pressure stall information (PSI): https://docs.kernel.org/accounting/psi.html"""

import time
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.linux import kernel
from barometer_agent.sources.pressure import Pressure, Waited
from barometer_shared.samples import GapKind

_FOLDER = Path("/proc/pressure")
_RESOURCES = ("cpu", "memory", "io")


def read(folder: Path = _FOLDER) -> Pressure:
    """The counters of this moment. Raises NoData where the kernel has no PSI or has it switched off."""
    try:
        texts = {resource: kernel.text(folder / resource) for resource in _RESOURCES}
    except OSError as error:
        reason = Reason(
            "the kernel keeps no pressure figures: Linux 4.20 or later with psi=1 does",
            "de kernel houdt geen drukcijfers bij: dat kan vanaf Linux 4.20, met psi=1",
        )
        raise NoData(reason, GapKind.NOT_APPLICABLE) from error
    return Pressure(time.monotonic_ns() // 1000, {resource: parse(text) for resource, text in texts.items()})


def parse(text: str) -> Waited:
    """The line ``some`` of one pressure file. Raises NoData when it is not there."""
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "some":
            fields = dict(field.split("=", 1) for field in rest.split())
            return Waited(int(fields["total"]), round(float(fields["avg60"]) * 10))
    raise NoData(
        Reason(
            "the kernel's pressure file has no line 'some'", "in het bestand met drukcijfers ontbreekt de regel 'some'"
        )
    )
