"""Is Windows short of memory? Its own signal: CreateMemoryResourceNotification with LowMemoryResourceNotification.

Windows raises it when so little is free that applications should give some back (about 32 MB for each 4 GB, Microsoft,
"CreateMemoryResourceNotification").
"""

import ctypes

from barometer_agent.sources.windows import kernel32, native
from barometer_agent.sources.windows.native import HANDLE, function

_LOW = 0  # LowMemoryResourceNotification


def is_short() -> bool:
    """At this moment. Raises NoData elsewhere than on Windows."""
    create = function("kernel32", "CreateMemoryResourceNotification", HANDLE, ctypes.c_int)
    query = function("kernel32", "QueryMemoryResourceNotification", ctypes.c_int, HANDLE, ctypes.POINTER(ctypes.c_int))
    signal, state = create(_LOW), ctypes.c_int()
    if not signal:
        raise native.failed("CreateMemoryResourceNotification", native.last_error())
    try:
        if not query(signal, ctypes.byref(state)):
            raise native.failed("QueryMemoryResourceNotification", native.last_error())
        return bool(state.value)
    finally:
        kernel32.close(signal)
