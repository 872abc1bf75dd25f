"""Is somebody at this laptop, or connected to it: its sessions, as the Remote Desktop Services know them.

WTSQuerySessionInformation with WTSSessionInfoEx gives SessionFlags (0 locked, 1 unlocked; Windows 7 has them the other
way round) and LastInputTime; it works from a service too. LastInputTime is kept up where input comes in over Remote
Desktop; of the laptop's own keyboard it may lie an hour back while somebody types
(https://github.com/PSAppDeployToolkit/PSAppDeployToolkit/pull/1680), so there an unlocked session counts, until the
tray in it tells (sources/usage, with_input). Sources: Microsoft, "WTSINFOEX_LEVEL1_W structure", "WTS_SESSION_INFOW
structure" and "WTS_INFO_CLASS enumeration". Whose session it is is not read further than that there is somebody.
"""

import ctypes
import platform
from collections.abc import Sequence

from barometer_agent.sources.usage import AWAKE, IDLE_AFTER_MS, Use
from barometer_agent.sources.windows.native import HANDLE, function

IDLE_AFTER_US = 1000 * IDLE_AFTER_MS
SESSION_INFO_EX = 25
_PROTOCOL = 16
_RDP = b"\2\0"  # of WTSClientProtocolType; 0 is the console, the laptop's own keyboard and screen
_BEST_FIRST = ("input", "session", "awake")
_MOST_SESSIONS = 64
_ACTIVE, _LOCKED, _UNLOCKED = 0, 0, 1
_REVERSED_RELEASE = "7"
_DWORD = ctypes.c_uint32


class SessionInfo(ctypes.Structure):
    """WTSINFOEXW with its only level in it."""

    _fields_ = (
        ("level", ctypes.c_uint64),  # 32 bits, and as many to align what follows
        ("session", ctypes.c_uint32),
        ("state", ctypes.c_int32),
        ("flags", ctypes.c_int32),
        ("station", ctypes.c_uint16 * 33),
        ("user", ctypes.c_uint16 * 21),
        ("domain", ctypes.c_uint16 * 18),
        ("logged_on", ctypes.c_int64),
        ("connected", ctypes.c_int64),
        ("disconnected", ctypes.c_int64),
        ("last_input", ctypes.c_int64),  # like the others in 100 ns since 1601
        ("now", ctypes.c_int64),
        ("traffic", ctypes.c_uint32 * 6),
    )


def read() -> Use:
    """Use at this moment. Raises NoData where these services are missing."""
    is_reversed = platform.release() == _REVERSED_RELEASE
    answers = [(each, answer) for each in _sessions() if (answer := told(each, SESSION_INFO_EX)) is not None]
    return together(
        [
            parse(answer, is_remote=told(session, _PROTOCOL) == _RDP, is_reversed=is_reversed)
            for session, answer in answers
        ]
    )


def together(uses: Sequence[Use]) -> Use:
    """In use while one of the sessions is; where Windows tells of none, awake counts."""
    if not uses:
        return AWAKE
    in_use = [use for use in uses if use.in_use]
    bases = {use.basis for use in in_use or uses}
    return Use(bool(in_use), next(basis for basis in _BEST_FIRST if basis in bases))


def parse(answer: bytes, *, is_remote: bool = False, is_reversed: bool = False) -> Use:
    """A WTSINFOEXW. Where Windows does not tell of locking or input, it is used as long as somebody is signed in.

    ``is_remote``: of a session over Remote Desktop.
    """
    if len(answer) < ctypes.sizeof(SessionInfo):
        return AWAKE
    info = SessionInfo.from_buffer_copy(answer)
    if info.state != _ACTIVE or not info.user[0]:
        return Use(False, "session")
    tells_input = is_remote and bool(info.last_input)
    basis = "input" if tells_input else "session"
    idle_us = max(0, info.now - info.last_input) // 10 if tells_input else 0
    is_locked = info.flags == (_UNLOCKED if is_reversed else _LOCKED)
    return Use(not is_locked and idle_us <= IDLE_AFTER_US, basis)


class Listed(ctypes.Structure):
    """WTS_SESSION_INFOW."""

    _fields_ = (("session", ctypes.c_uint32), ("station", ctypes.c_void_p), ("state", ctypes.c_int32))


def _sessions() -> list[int]:
    """The numbers of the sessions but that of the services, 0."""
    enumerate_ = function(
        "wtsapi32",
        "WTSEnumerateSessionsW",
        ctypes.c_int,
        HANDLE,
        _DWORD,
        _DWORD,
        ctypes.POINTER(ctypes.c_void_p),
        ctypes.POINTER(_DWORD),
    )
    found, count = ctypes.c_void_p(), ctypes.c_uint32()
    if not enumerate_(None, 0, 1, ctypes.byref(found), ctypes.byref(count)) or not found.value:
        return []
    try:
        listed = (Listed * min(_MOST_SESSIONS, count.value)).from_address(found.value)
        return [each.session for each in listed if each.session != 0]
    finally:
        _free(found)


def told(session: int, what: int) -> bytes | None:
    """What Windows tells of a session, by its WTS_INFO_CLASS."""
    query = function(
        "wtsapi32",
        "WTSQuerySessionInformationW",
        ctypes.c_int,
        HANDLE,
        _DWORD,
        ctypes.c_int,
        ctypes.POINTER(ctypes.c_void_p),
        ctypes.POINTER(_DWORD),
    )
    buffer, length = ctypes.c_void_p(), ctypes.c_uint32()
    if not query(None, session, what, ctypes.byref(buffer), ctypes.byref(length)) or not buffer.value:
        return None
    try:
        return ctypes.string_at(buffer.value, length.value)
    finally:
        _free(buffer)


def _free(memory: ctypes.c_void_p) -> None:
    function("wtsapi32", "WTSFreeMemory", None, ctypes.c_void_p)(memory)
