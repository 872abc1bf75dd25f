"""Is this connection paid for by the megabyte? What Windows' Network List Manager says: INetworkCostManager.

Source: Microsoft, "INetworkCostManager::GetCost" and "NLM_CONNECTION_COST".
"""

import ctypes

from barometer_agent.sources.windows import com, native
from barometer_agent.sources.windows.native import function

_LIST_MANAGER = "dcb00c01-570f-4a9b-8d69-199fdba5723b"  # CLSID_NetworkListManager
_COST_MANAGER = "dcb00008-570f-4a9b-8d69-199fdba5723b"  # IID_INetworkCostManager
_GET_COST = 3  # its place in the table
_ANY_SERVER = 0x17  # CLSCTX_ALL
_FIXED, _VARIABLE, _OVER_LIMIT, _ROAMING = 0x2, 0x4, 0x10000, 0x40000


def is_metered() -> bool:
    """False where Windows does not say. Raises NoData where COM is missing."""
    cost = _cost()
    return cost is not None and costs(cost)


def costs(cost: int) -> bool:
    """NLM_CONNECTION_COST: whether using it counts against something."""
    return bool(cost & (_FIXED | _VARIABLE | _OVER_LIMIT | _ROAMING))


def _cost() -> int | None:
    with com.begun():
        return _asked()


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
        get_cost = com.method(manager, _GET_COST, ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p)
        return cost.value if get_cost(manager, ctypes.byref(cost), None) >= 0 else None
    finally:
        com.release(manager)
