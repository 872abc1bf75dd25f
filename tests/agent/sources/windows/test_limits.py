import ctypes

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import limits
from barometer_agent.sources.windows.limits import PowerStatus


def test_the_structure_is_that_of_windows() -> None:
    assert ctypes.sizeof(PowerStatus) == 12
    assert PowerStatus.saver.offset == 3


def test_elsewhere_windows_is_not_asked() -> None:
    with pytest.raises(NoData):
        limits.read()
