"""What Windows asks to spare: SYSTEM_POWER_STATUS.SystemStatusFlag is 1 while the battery saver is on."""

import ctypes

from barometer_agent.sampler import NoData
from barometer_agent.sources.limits import Limits
from barometer_agent.sources.windows import metering
from barometer_agent.sources.windows.native import function


class PowerStatus(ctypes.Structure):
    """SYSTEM_POWER_STATUS."""

    _fields_ = (
        ("ac_line", ctypes.c_uint8),
        ("battery_flag", ctypes.c_uint8),
        ("battery_percent", ctypes.c_uint8),
        ("saver", ctypes.c_uint8),
        ("seconds_left", ctypes.c_uint32),
        ("seconds_full", ctypes.c_uint32),
    )


def read() -> Limits:
    """The limits of this moment. Raises NoData elsewhere than on Windows."""
    return Limits(_battery_saver(), _metered())


def _battery_saver() -> bool:
    get = function("kernel32", "GetSystemPowerStatus", ctypes.c_int, ctypes.POINTER(PowerStatus))
    status = PowerStatus()
    return bool(get(ctypes.byref(status)) and status.saver == 1)


def _metered() -> bool:
    try:
        return metering.is_metered()
    except NoData:
        return False
