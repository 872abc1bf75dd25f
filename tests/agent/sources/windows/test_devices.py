"""What can be shown away from Windows; tests/windows calls the functions themselves."""

import ctypes

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import devices


def test_elsewhere_there_are_no_devices_of_windows() -> None:
    with pytest.raises(NoData, match="setupapi"):
        devices.paths("72631e54-78a4-11d0-bcf7-00aa00b7b32a")
    with pytest.raises(NoData, match="CreateFileW"), devices.opened(r"\\.\PhysicalDrive0"):
        pass
    with pytest.raises(NoData, match="DeviceIoControl"):
        devices.ask(None, 0x70020, b"", 88)


def test_an_interface_is_as_large_as_that_of_windows() -> None:
    assert ctypes.sizeof(devices.InterfaceData) == 32
