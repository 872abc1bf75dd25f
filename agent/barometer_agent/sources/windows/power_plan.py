"""How fast the power plan in force lets the processors run: its own limit, which has nothing to do with heat.

Sources: Microsoft, "PowerGetActiveScheme function", "PowerReadACValueIndex function" and, for the settings, "Processor
power management options" (PROCTHROTTLEMAX in percent, PROCFREQMAX in MHz with 0 for none; each with a second one for
the faster cores of a processor that has two kinds).
"""

import ctypes
from dataclasses import dataclass

from barometer_agent.sources.windows import kernel32, native
from barometer_agent.sources.windows.native import Guid, function

_PROCESSOR = "54533251-82be-4824-96c1-47b60b740d00"  # GUID_PROCESSOR_SETTINGS_SUBGROUP
_MOST_PERCENT = ("bc5038f7-23e0-4960-96da-33abaf5935ec", "bc5038f7-23e0-4960-96da-33abaf5935ed")
_MOST_MHZ = ("75b0ae3f-bce0-45a7-8c89-c9611c25e100", "75b0ae3f-bce0-45a7-8c89-c9611c25e101")
_FROM_BATTERY = 0


@dataclass(frozen=True)
class Plan:
    """``percent`` of its full speed that a processor may run at, and ``mhz``, 0 for no such limit."""

    percent: int
    mhz: int = 0

    def allowed_mhz(self, full_mhz: int) -> int:
        """How fast a processor may run whose full speed that is."""
        by_share = full_mhz * self.percent // 100
        return min(by_share, self.mhz) if self.mhz else by_share


def read() -> Plan:
    """The plan in force, on battery or mains as it is now. Raises NoData."""
    scheme = _active()
    call = "PowerReadDCValueIndex" if _on_battery() else "PowerReadACValueIndex"
    percents = [value for setting in _MOST_PERCENT if (value := _value(call, scheme, setting)) is not None]
    if not percents:
        raise native.failed(call, native.last_error())
    return Plan(min(percents), min((mhz for setting in _MOST_MHZ if (mhz := _value(call, scheme, setting))), default=0))


def _active() -> bytes:
    get = function("powrprof", "PowerGetActiveScheme", ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p)
    found = ctypes.c_void_p()
    code = get(None, ctypes.byref(found))
    if code or not found.value:
        raise native.failed("PowerGetActiveScheme", code)
    try:
        return ctypes.string_at(found.value, ctypes.sizeof(Guid))
    finally:
        kernel32.free(found)


def _value(call: str, scheme: bytes, setting: str) -> int | None:
    """None where this Windows does not have the setting."""
    ask = function("powrprof", call, ctypes.c_uint32, *[ctypes.c_void_p] * 5)
    value = ctypes.c_uint32()
    code = ask(None, scheme, native.guid(_PROCESSOR), native.guid(setting), ctypes.byref(value))
    return None if code else value.value


def _on_battery() -> bool:
    return bool(kernel32.power_status().ac_line == _FROM_BATTERY)
