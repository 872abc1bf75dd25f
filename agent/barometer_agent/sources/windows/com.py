"""COM objects of Windows: asked through the table of functions to which each points first."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from barometer_agent.sources.windows import native
from barometer_agent.sources.windows.native import function

_MULTITHREADED = 0  # COINIT_MULTITHREADED
_RELEASE = 2  # of each object, behind QueryInterface and AddRef


@contextmanager
def begun() -> Iterator[None]:
    """COM, for this thread. Raises NoData where there is none."""
    initialize = function("ole32", "CoInitializeEx", ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint32)
    status = initialize(None, _MULTITHREADED)  # fails where the thread already has another kind: then it is used as is
    try:
        yield
    finally:
        if status >= 0:
            function("ole32", "CoUninitialize", None)()


def method(instance: ctypes.c_void_p, place: int, result: Any, *arguments: Any) -> native.Function:
    """The function at that place in the table of an object; the object itself is its first argument."""
    table = ctypes.c_void_p.from_address(instance.value or 0).value or 0
    address = ctypes.c_void_p.from_address(table + place * ctypes.sizeof(ctypes.c_void_p)).value or 0
    called: native.Function = native.prototype(result, ctypes.c_void_p, *arguments)(address)
    return called


def release(instance: ctypes.c_void_p) -> None:
    """Let go of an object; of none if there is none."""
    if instance.value:
        method(instance, _RELEASE, ctypes.c_uint32)(instance)
