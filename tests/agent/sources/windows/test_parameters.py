import ctypes

from barometer_agent.sources.windows import parameters
from barometer_agent.sources.windows.parameters import HighContrast, Rectangle


def test_the_structures_are_those_of_windows() -> None:
    assert ctypes.sizeof(Rectangle) == 16
    assert ctypes.sizeof(HighContrast) == 8 + ctypes.sizeof(ctypes.c_void_p)


def test_elsewhere_nothing_is_told() -> None:
    assert parameters.work_area() is None
    assert parameters.high_contrast() is None
    assert parameters.screen_reader() is None
