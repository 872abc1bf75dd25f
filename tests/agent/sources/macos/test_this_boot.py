from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import this_boot
from barometer_agent.sources.macos.this_boot import ThisBoot

VALUES = {
    "kern.bootsessionuuid": "a000000a-0000-4000-8000-00000000000a",
    "kern.osversion": "24B83",
    "kern.boottime": "{ sec = 1795159413, usec = 343017 } Fri Nov 20 08:23:33 2026",
    "hw.tbfrequency": "24000000",
}
BOOT = ThisBoot("A000000A-0000-4000-8000-00000000000A", "24B83", 1_795_159_413_343_017, 24_000_000)


def test_the_boot_is_known_by_its_id_build_and_beginning() -> None:
    assert this_boot.parse(VALUES) == BOOT


def test_the_kernel_is_asked_once_for_all_of_it(mac: Callable[..., Path]) -> None:
    folder = mac(sysctl="".join(f"{name}: {value}\n" for name, value in VALUES.items()))
    assert this_boot.read() == BOOT
    assert len((folder / "asked").read_text().splitlines()) == 1


def test_without_a_rate_the_clock_counts_nanoseconds() -> None:
    assert this_boot.parse(VALUES | {"hw.tbfrequency": "unknown"}).ticks_per_second == 1_000_000_000


@pytest.mark.parametrize("name", ["kern.bootsessionuuid", "kern.boottime"])
def test_without_id_or_beginning_there_is_no_boot(name: str) -> None:
    with pytest.raises(NoData, match="does not tell which boot"):
        this_boot.parse(VALUES | {name: ""})
