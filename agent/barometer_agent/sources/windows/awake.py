"""The clock of Windows that stands still while the laptop sleeps: QueryUnbiasedInterruptTime, in 100 ns since start."""

import ctypes

from barometer_agent.sources.windows import native
from barometer_agent.sources.windows.native import function


def now_us() -> int:
    """Microseconds awake since Windows started. Raises NoData elsewhere."""
    query = function("kernel32", "QueryUnbiasedInterruptTime", ctypes.c_int, ctypes.POINTER(ctypes.c_uint64))
    ticks = ctypes.c_uint64()
    if not query(ctypes.byref(ticks)):
        raise native.failed("QueryUnbiasedInterruptTime", native.last_error())
    return ticks.value // 10
