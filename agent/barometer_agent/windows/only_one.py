"""One program of a kind for each person and session: whoever has the mutex of that name, until its process ends.

Source: Microsoft, "CreateMutexW function" and "Kernel object namespaces": names in ``Local`` are those of one session,
in which several people can run programs ("run as"); so the name holds whose it is.
"""

import ctypes
from collections.abc import Callable
from functools import partial

from barometer_agent.sources.windows.kernel32 import close
from barometer_agent.sources.windows.native import HANDLE, function, last_error
from barometer_agent.windows.accounts import own_sid
from barometer_agent.windows.errors import failure

_ALREADY_EXISTS = 183
_ACCESS_DENIED = 5  # it is there, and of somebody who lets nobody near it


def taken(kind: str) -> Callable[[], None] | None:
    """What gives the place up again; None where one of this ``kind`` runs already. Raises OSError."""
    make = function("kernel32", "CreateMutexW", HANDLE, ctypes.c_void_p, ctypes.c_int, ctypes.c_wchar_p)
    handle = make(None, 0, f"Local\\{kind}-{own_sid()}")
    code = last_error()
    if handle and code != _ALREADY_EXISTS:
        return partial(close, int(handle))
    if handle:
        close(handle)
    if code in (_ALREADY_EXISTS, _ACCESS_DENIED):
        return None
    raise failure(code)
