"""What can be shown away from Windows; tests/windows calls the functions themselves."""

import ctypes
from collections.abc import Callable

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import kernel32
from barometer_agent.sources.windows.kernel32 import PowerStatus


def test_the_structure_is_that_of_windows() -> None:
    assert ctypes.sizeof(PowerStatus) == 12
    assert PowerStatus.saver.offset == 3


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (kernel32.power_status, "GetSystemPowerStatus"),
        (lambda: kernel32.opened("x", 0, 0), "CreateFileW"),
        (lambda: kernel32.close(1), "CloseHandle"),
        (lambda: kernel32.free(None), "LocalFree"),
    ],
)
def test_elsewhere_there_is_no_kernel32(call: Callable[[], object], name: str) -> None:
    with pytest.raises(NoData, match=rf"no {name} in kernel32\.dll"):
        call()
