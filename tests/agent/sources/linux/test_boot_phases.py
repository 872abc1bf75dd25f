import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.linux import boot_phases
from barometer_agent.sources.linux.boot_phases import Moments

# systemctl show in a booted Debian 12 in a container (systemd 252)
CONTAINER = """\
FirmwareTimestampMonotonic=0
LoaderTimestampMonotonic=0
InitRDTimestampMonotonic=0
UserspaceTimestampMonotonic=1352001299
FinishTimestampMonotonic=1352228338
SecurityStartTimestampMonotonic=0
"""
# the same properties of a laptop with UEFI and an initrd
LAPTOP = """\
FirmwareTimestampMonotonic=9411000
LoaderTimestampMonotonic=3902117
InitRDTimestampMonotonic=1250345
UserspaceTimestampMonotonic=5876120
FinishTimestampMonotonic=17345678
SecurityStartTimestampMonotonic=5911002
"""


def test_the_moments_of_a_container_are_marked_as_its_own() -> None:
    assert boot_phases.parse(CONTAINER) == Moments(0, 0, 0, 1352001299, 1352228338, in_container=True)


def test_a_container_starts_in_the_systems_part_alone() -> None:
    moments = boot_phases.parse(CONTAINER)
    assert boot_phases.phases_us(moments) == {"userspace": 227039}
    assert boot_phases.total_us(moments) == 227039


def test_a_laptops_boot_falls_apart_in_the_phases_of_systemd_analyze() -> None:
    moments = boot_phases.parse(LAPTOP)
    assert boot_phases.phases_us(moments) == {
        "firmware": 5508883,
        "loader": 3902117,
        "kernel": 1250345,
        "initrd": 4625775,
        "userspace": 11469558,
    }
    assert next(iter(boot_phases.phases_us(moments))) == "firmware"
    assert boot_phases.total_us(moments) == 9411000 + 17345678


@pytest.mark.parametrize("text", ["", "FinishTimestampMonotonic=\n", "FinishTimestampMonotonic=n/a\n"])
def test_a_moment_that_is_not_told_is_zero(text: str) -> None:
    assert boot_phases.parse(text).finished_us == 0


@given(st.lists(st.integers(1, 10**9), min_size=5, max_size=5))
def test_the_phases_of_a_whole_boot_add_up_to_its_total(lengths: list[int]) -> None:
    firmware, loader, kernel, initrd, userspace = lengths
    moments = Moments(firmware + loader, loader, kernel, kernel + initrd, kernel + initrd + userspace, False)
    assert sum(boot_phases.phases_us(moments).values()) == boot_phases.total_us(moments) == sum(lengths)
