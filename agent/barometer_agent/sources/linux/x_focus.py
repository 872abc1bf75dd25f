"""Asking the window manager not to give a new window the focus: ``_NET_WM_USER_TIME`` of 0.

Source: Extended Window Manager Hints 1.5, "a value of zero ... the window should not be initially focused when it is
mapped". Tk cannot say that itself. A window of Tk lies in another, which the window manager knows.
"""

import os
import struct
from collections.abc import Mapping

from barometer_agent.sources.linux import x11

_QUERY_TREE, _INTERN_ATOM, _CHANGE_PROPERTY = 15, 16, 18
_TREE = struct.Struct("=8xII")  # the root, and what the window lies in
_NUMBER = struct.Struct("=8xI")
_CARDINAL = 6
_NAME = b"_NET_WM_USER_TIME"


def leave_alone(window: int, environment: Mapping[str, str] = os.environ) -> bool:
    """Say it of ``window``, which is not shown yet; False where there is no X server to say it to."""
    with x11.connected(environment.get("DISPLAY", "")) as server:
        if server is None:
            return False
        named = server.ask(struct.pack("=BBHHxx", _INTERN_ATOM, 0, 0, len(_NAME)) + _NAME.ljust(20, b"\0"))
        tree = server.ask(struct.pack("=BxHI", _QUERY_TREE, 0, window))
        if named is None or tree is None:
            return False
        (name,), (root, around) = _NUMBER.unpack_from(named), _TREE.unpack_from(tree)
        known = window if around == root else around
        server.tell(struct.pack("=BBHIIIBxxxII", _CHANGE_PROPERTY, 0, 0, known, name, _CARDINAL, 32, 1, 0))
        return True
