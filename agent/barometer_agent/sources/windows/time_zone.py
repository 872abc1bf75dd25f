"""The time zone of Windows at this moment: GetTimeZoneInformation (Microsoft, timezoneapi.h).

It tells the rules of the zone and which of them holds now. UTC is local time plus the bias, and plus that of standard
or of daylight saving time.
"""

import ctypes

from barometer_agent.sources.windows import native
from barometer_agent.sources.windows.native import function

_NAME = ctypes.c_uint16 * 32
_DATE = ctypes.c_uint16 * 8  # SYSTEMTIME
_STANDARD, _DAYLIGHT = 1, 2  # 0: a zone that knows no change, whose other biases mean nothing
_INVALID = 0xFFFFFFFF


class TimeZone(ctypes.Structure):
    """TIME_ZONE_INFORMATION; the biases are in minutes."""

    _fields_ = (
        ("bias", ctypes.c_int32),
        ("standard_name", _NAME),
        ("standard_date", _DATE),
        ("standard_bias", ctypes.c_int32),
        ("daylight_name", _NAME),
        ("daylight_date", _DATE),
        ("daylight_bias", ctypes.c_int32),
    )


def offset_minutes() -> int:
    """Minutes that local time is ahead of UTC now. Raises NoData elsewhere."""
    ask = function("kernel32", "GetTimeZoneInformation", ctypes.c_uint32, ctypes.POINTER(TimeZone))
    zone = TimeZone()
    which = ask(ctypes.byref(zone))
    if which == _INVALID:
        raise native.failed("GetTimeZoneInformation", native.last_error())
    return ahead(zone, which)


def ahead(zone: TimeZone, which: int) -> int:
    """The same by the rule ``which`` holds now."""
    return -int(zone.bias + {_STANDARD: zone.standard_bias, _DAYLIGHT: zone.daylight_bias}.get(which, 0))
