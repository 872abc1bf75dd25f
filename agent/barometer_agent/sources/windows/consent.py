"""Does an application use a microphone or a camera now? Windows notes it for the icon in its own tray.

Registry, of the person: ``CapabilityAccessManager\\ConsentStore\\microphone`` and ``webcam``, with a key for each
application that was allowed it, those of desktop programs under ``NonPackaged``: ``LastUsedTimeStart`` and
``LastUsedTimeStop``, in 100 ns since 1601, the latter 0 while it lasts. Microsoft documents the setting, not these
values; https://www.msxfaq.de/windows/endpointsecurity/windows_consentstore.htm describes them. A use that a crash ended
keeps its 0: only one that began in this session can still last. The keys are named for applications: they are opened
one after the other, and their names go nowhere.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
_CAPABILITIES = ("microphone", "webcam")
_DESKTOP_PROGRAMS = "NonPackaged"
_EPOCH = 116_444_736_000_000_000  # 1970 in 100 ns since 1601
_MOST_KEYS = 1000


@dataclass(frozen=True)
class Used:
    """When an application last began and ended using it, in 100 ns since 1601; ``stop`` is 0 while it lasts."""

    start: int
    stop: int


def is_in_use(session_since_us: int | None, registry: Any = None) -> bool | None:
    """Of microphone or camera; None where this Windows notes nothing, or does not tell since when the session is.

    ``registry`` is winreg, unless given.
    """
    uses = read(registry or _of_windows())
    return None if uses is None or session_since_us is None else lasts(uses, session_since_us)


def lasts(uses: Iterable[Used], session_since_us: int) -> bool:
    """Whether one of them began in the session, which began in microseconds since 1970 UTC, and has not ended."""
    since = session_since_us * 10 + _EPOCH
    return any(one.start >= since and not one.stop for one in uses)


def read(registry: Any) -> list[Used] | None:
    """What is noted of both; None where nothing is kept."""
    if registry is None:
        return None
    folders = [rf"{_STORE}\{name}{rest}" for name in _CAPABILITIES for rest in ("", rf"\{_DESKTOP_PROGRAMS}")]
    told = [uses for folder in folders if (uses := _in(registry, folder)) is not None]
    return [one for uses in told for one in uses] if told else None


def _of_windows() -> Any:
    if sys.platform == "win32":
        import winreg

        return winreg
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        return None


def _in(registry: Any, folder: str) -> list[Used] | None:
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, folder) as key:
            return [one for name in _names(registry, key) if (one := _used(registry, key, name)) is not None]
    except OSError:
        return None


def _names(registry: Any, key: Any) -> Iterator[str]:
    for number in range(_MOST_KEYS):
        try:
            yield registry.EnumKey(key, number)
        except OSError:  # there are no more
            return


def _used(registry: Any, folder: Any, name: str) -> Used | None:
    """None for what was never used, or was taken away meanwhile."""
    try:
        with registry.OpenKey(folder, name) as key:
            start, stop = (registry.QueryValueEx(key, value)[0] for value in ("LastUsedTimeStart", "LastUsedTimeStop"))
    except OSError:
        return None
    return Used(start, stop) if isinstance(start, int) and isinstance(stop, int) else None
