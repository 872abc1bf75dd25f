import struct

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import buses

NVME, SATA, USB, SD, RAID = 17, 11, 7, 12, 8


def descriptor(bus: int) -> bytes:
    """STORAGE_DEVICE_DESCRIPTOR, of which the bus stands at offset 28."""
    return struct.pack("<II4B4IiI", 1, 40, 0, 0, 0, 1, 0, 0, 0, 0, bus, 0) + bytes(64)


@pytest.mark.parametrize(("bus", "inner"), [(NVME, True), (SATA, True), (RAID, True), (USB, False), (SD, False)])
def test_only_disks_inside_the_laptop_are_its_own(bus: int, inner: bool) -> None:
    assert buses.is_inner(buses.parse(descriptor(bus))) is inner


def test_half_a_descriptor_is_no_disk() -> None:
    assert buses.parse(descriptor(NVME)[:20]) is None
    assert not buses.is_inner(None)


def test_elsewhere_no_disk_is_asked() -> None:
    with pytest.raises(NoData, match="DeviceIoControl"):
        buses.read(None)
