"""Is somebody at this laptop: the session on its own screen, as the Remote Desktop Services know it.

WTSQuerySessionInformation with WTSSessionInfoEx gives SessionFlags (0 locked, 1 unlocked; Windows 7 has them the other
way round) and LastInputTime; it works from a service too. Source: Microsoft, "WTSINFOEX_LEVEL1_W structure". Whose
session it is is not read further than that there is somebody.
"""

import ctypes
import platform

from barometer_agent.sources.usage import AWAKE, Use
from barometer_agent.sources.windows.native import HANDLE, function

IDLE_AFTER_US = 600_000_000  # in use: input within 10 minutes (the experience model)
_SESSION_INFO_EX = 25
_NO_SESSION = 0xFFFFFFFF
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
    session = function("kernel32", "WTSGetActiveConsoleSessionId", _DWORD)()
    if session == _NO_SESSION:  # between two people, or while nobody is attached
        return Use(False, "session")
    answer = _session_info(session)
    return AWAKE if answer is None else parse(answer, is_reversed=platform.release() == _REVERSED_RELEASE)


def parse(answer: bytes, *, is_reversed: bool = False) -> Use:
    """A WTSINFOEXW. Where Windows does not tell of locking or input, it is used as long as somebody is signed in."""
    if len(answer) < ctypes.sizeof(SessionInfo):
        return AWAKE
    info = SessionInfo.from_buffer_copy(answer)
    if info.state != _ACTIVE or not info.user[0]:
        return Use(False, "session")
    locked = _UNLOCKED if is_reversed else _LOCKED
    if info.flags == locked:
        return Use(False, "input" if info.last_input else "session")
    if not info.last_input:
        return Use(True, "session")
    idle_us = max(0, info.now - info.last_input) // 10
    return Use(idle_us <= IDLE_AFTER_US, "input")


def _session_info(session: int) -> bytes | None:
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
    free = function("wtsapi32", "WTSFreeMemory", None, ctypes.c_void_p)
    buffer, length = ctypes.c_void_p(), ctypes.c_uint32()
    if not query(None, session, _SESSION_INFO_EX, ctypes.byref(buffer), ctypes.byref(length)) or not buffer.value:
        return None
    try:
        return ctypes.string_at(buffer.value, length.value)
    finally:
        free(buffer)
