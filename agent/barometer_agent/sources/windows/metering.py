"""Is this connection paid for by the megabyte? What Windows' Network List Manager says: INetworkCostManager.

A COM object, asked through its table of functions: QueryInterface, AddRef, Release, then GetCost. Source: Microsoft,
"INetworkCostManager::GetCost" and "NLM_CONNECTION_COST".
"""

import ctypes
from typing import Any

from barometer_agent.sources.windows import native
from barometer_agent.sources.windows.native import function

_LIST_MANAGER = "dcb00c01-570f-4a9b-8d69-199fdba5723b"  # CLSID_NetworkListManager
_COST_MANAGER = "dcb00008-570f-4a9b-8d69-199fdba5723b"  # IID_INetworkCostManager
_RELEASE, _GET_COST = 2, 3  # places in the table
_MULTITHREADED, _ANY_SERVER = 0, 0x17  # COINIT_MULTITHREADED, CLSCTX_ALL
_FIXED, _VARIABLE, _OVER_LIMIT, _ROAMING = 0x2, 0x4, 0x10000, 0x40000


def is_metered() -> bool:
    """False where Windows does not say. Raises NoData where COM is missing."""
    cost = _cost()
    return cost is not None and costs(cost)


def costs(cost: int) -> bool:
    """NLM_CONNECTION_COST: whether using it counts against something."""
    return bool(cost & (_FIXED | _VARIABLE | _OVER_LIMIT | _ROAMING))


def _cost() -> int | None:
    initialize = function("ole32", "CoInitializeEx", ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint32)
    begun = initialize(None, _MULTITHREADED)  # fails where the thread already has another kind: then it is used as is
    try:
        return _asked()
    finally:
        if begun >= 0:
            function("ole32", "CoUninitialize", None)()


def _asked() -> int | None:
    create = function(
        "ole32",
        "CoCreateInstance",
        ctypes.c_int32,
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_uint32,
        ctypes.c_void_p,
        ctypes.POINTER(ctypes.c_void_p),
    )
    manager, cost = ctypes.c_void_p(), ctypes.c_uint32()
    clsid, iid = native.guid(_LIST_MANAGER), native.guid(_COST_MANAGER)
    made = create(ctypes.byref(clsid), None, _ANY_SERVER, ctypes.byref(iid), ctypes.byref(manager))
    if made < 0 or not manager.value:
        return None
    try:
        get_cost = _method(manager, _GET_COST, ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p)
        return cost.value if get_cost(manager, ctypes.byref(cost), None) >= 0 else None
    finally:
        _method(manager, _RELEASE, ctypes.c_uint32)(manager)


def _method(instance: ctypes.c_void_p, place: int, result: Any, *arguments: Any) -> native.Function:
    """The function at that place in the table to which a COM object points first."""
    table = ctypes.c_void_p.from_address(instance.value or 0).value or 0
    address = ctypes.c_void_p.from_address(table + place * ctypes.sizeof(ctypes.c_void_p)).value or 0
    called: native.Function = native.prototype(result, ctypes.c_void_p, *arguments)(address)
    return called
