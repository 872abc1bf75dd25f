"""Whether Windows finds that a person may be shown a notification: SHQueryUserNotificationState.

Source: Microsoft, "QUERY_USER_NOTIFICATION_STATE enumeration". One state is told at a time, the strongest; only with
ACCEPTS_NOTIFICATIONS there is none of the others. It knows nothing of do not disturb (Focus assist) but the first hour
after a new account's first sign-in.
"""

import ctypes
from dataclasses import dataclass

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows.native import function

NOT_PRESENT, BUSY, DIRECT3D, PRESENTATION, ACCEPTS, QUIET_TIME, STORE_APP = range(1, 8)
# A Windows Store app fills the screen on Windows 8, for which that state was made.
_FULL_SCREEN = frozenset({BUSY, DIRECT3D, STORE_APP})


@dataclass(frozen=True)
class Manners:
    """None: not told. ``locked`` is a screen saver and another person's session too."""

    locked: bool | None = None
    full_screen: bool | None = None
    presenting: bool | None = None
    quiet_time: bool | None = None


def read() -> Manners:
    """The state of this moment, for whoever asks; nothing is told where Windows does not know it."""
    state = ctypes.c_int32()
    try:
        ask = function("shell32", "SHQueryUserNotificationState", ctypes.c_int32, ctypes.POINTER(ctypes.c_int32))
    except NoData:
        return Manners()
    return parse(state.value) if ask(ctypes.byref(state)) >= 0 else Manners()


def parse(state: int) -> Manners:
    """What follows from a state; nothing from one that is not known."""
    if state == NOT_PRESENT:
        return Manners(locked=True)
    if state in _FULL_SCREEN:
        return Manners(locked=False, full_screen=True)
    if state == PRESENTATION:
        return Manners(locked=False, presenting=True)
    if state in (ACCEPTS, QUIET_TIME):
        return Manners(locked=False, full_screen=False, presenting=False, quiet_time=state == QUIET_TIME)
    return Manners()
