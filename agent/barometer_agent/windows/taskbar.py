"""Is there a taskbar, and so a place for icons? A session without one (a kiosk) shows none."""

import ctypes

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows.native import HANDLE, function

_CLASS = "Shell_TrayWnd"  # the documented way to find it: Microsoft, "Taskbar notifications" names its message alone


def is_there() -> bool:
    """Whether this session has one now."""
    try:
        find = function("user32", "FindWindowW", HANDLE, ctypes.c_wchar_p, ctypes.c_wchar_p)
    except NoData:
        return False
    return bool(find(_CLASS, None))
