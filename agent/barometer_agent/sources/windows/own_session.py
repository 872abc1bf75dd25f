"""The session of whoever asks: since when it is there, and whether it is locked.

WTSQuerySessionInformation with WTSSessionInfoEx, of the current session (Microsoft, "WTSINFOEX_LEVEL1_W structure").
"""

import ctypes
import platform
from dataclasses import dataclass

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import usage
from barometer_agent.sources.windows.usage import SessionInfo

_CURRENT = 0xFFFFFFFF  # WTS_CURRENT_SESSION
_LOCKED, _UNLOCKED, _ACTIVE = 0, 1, 0
_REVERSED_RELEASE = "7"
_EPOCH = 116_444_736_000_000_000  # 1970 in 100 ns since 1601


@dataclass(frozen=True)
class OwnSession:
    """None: not told. ``since_us`` is in microseconds since 1970 UTC.

    ``active``: somebody can sit at it, here or over Remote Desktop; not so while another person has the screen.
    """

    since_us: int | None = None
    locked: bool | None = None
    active: bool | None = None


def read() -> OwnSession:
    """The session at this moment."""
    try:
        answer = usage.told(_CURRENT, usage.SESSION_INFO_EX)
    except NoData:
        return OwnSession()
    return parse(answer or b"", is_reversed=platform.release() == _REVERSED_RELEASE)


def parse(answer: bytes, *, is_reversed: bool = False) -> OwnSession:
    """A WTSINFOEXW; ``is_reversed``: locked and unlocked have changed places, as on Windows 7."""
    if len(answer) < ctypes.sizeof(SessionInfo):
        return OwnSession()
    info = SessionInfo.from_buffer_copy(answer)
    since_us = (info.logged_on - _EPOCH) // 10 if info.logged_on > _EPOCH else None
    is_known = info.flags in (_LOCKED, _UNLOCKED)
    locked = (info.flags == _LOCKED) != is_reversed if is_known else None
    return OwnSession(since_us, locked, info.state == _ACTIVE)
