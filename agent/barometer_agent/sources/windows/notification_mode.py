"""Do not disturb of Windows 11: which notifications it lets through.

``NotificationMode`` of Windows.UI.Notifications.ToastNotificationManagerForUser: 0 all of them, 1 those with priority,
2 alarms (Microsoft, "ToastNotificationMode Enum"; universal API contract 15). Older versions of Windows do not tell it:
there it is not known. The classes of Windows' runtime are COM objects with six functions before their own.
"""

import ctypes
from collections.abc import Callable

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import com, native
from barometer_agent.sources.windows.native import function

_CLASS = "Windows.UI.Notifications.ToastNotificationManager"
_STATICS = "d6f5f569-d40d-407c-8989-88cab42cfd14"  # IToastNotificationManagerStatics5
_FOR_USER = "3efcb176-6cc1-56dc-973b-251f7aacb1c5"  # IToastNotificationManagerForUser3
_QUERY, _FIRST = 0, 6  # QueryInterface; the first function of their own: GetDefault, get_NotificationMode
_UNRESTRICTED, _PRIORITY_ONLY, _ALARMS_ONLY = 0, 1, 2


def is_restricted() -> bool | None:
    """Whether Windows holds notifications back now; None where it does not tell."""
    try:
        with com.begun():
            return parse(mode())
    except NoData:
        return None


def parse(told: int | None) -> bool | None:
    """The same of a ToastNotificationMode."""
    return told != _UNRESTRICTED if told in (_UNRESTRICTED, _PRIORITY_ONLY, _ALARMS_ONLY) else None


def _activated(factory: ctypes.c_void_p) -> bool:
    """Fill ``factory`` with what makes objects of the class."""
    pointer = ctypes.c_void_p
    make = function(
        "combase", "WindowsCreateString", ctypes.c_int32, ctypes.c_wchar_p, ctypes.c_uint32, ctypes.POINTER(pointer)
    )
    activate = function("combase", "RoGetActivationFactory", ctypes.c_int32, pointer, pointer, ctypes.POINTER(pointer))
    name, interface = pointer(), native.guid(_STATICS)
    if make(_CLASS, len(_CLASS), ctypes.byref(name)) < 0:
        return False
    try:
        return bool(activate(name, ctypes.byref(interface), ctypes.byref(factory)) >= 0 and factory.value)
    finally:
        function("combase", "WindowsDeleteString", ctypes.c_int32, pointer)(name)


def mode(activate: Callable[[ctypes.c_void_p], bool] = _activated) -> int | None:
    """The ToastNotificationMode; None where it is not told. ``activate`` gets hold of the class. Raises NoData."""
    factory, manager, for_user = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
    told = ctypes.c_int32()
    try:
        if not (activate(factory) and _gives(factory, manager) and _is_also(manager, for_user)):
            return None
        get_mode = com.method(for_user, _FIRST, ctypes.c_int32, ctypes.c_void_p)
        return told.value if get_mode(for_user, ctypes.byref(told)) >= 0 else None
    finally:
        for each in (for_user, manager, factory):
            com.release(each)


def _gives(factory: ctypes.c_void_p, manager: ctypes.c_void_p) -> bool:
    """Fill ``manager`` with that of this person."""
    get_default = com.method(factory, _FIRST, ctypes.c_int32, ctypes.c_void_p)
    return bool(get_default(factory, ctypes.byref(manager)) >= 0 and manager.value)


def _is_also(manager: ctypes.c_void_p, for_user: ctypes.c_void_p) -> bool:
    """Fill ``for_user`` with the side of ``manager`` that tells the mode, which Windows 10 does not have."""
    query = com.method(manager, _QUERY, ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p)
    interface = native.guid(_FOR_USER)
    return bool(query(manager, ctypes.byref(interface), ctypes.byref(for_user)) >= 0 and for_user.value)
