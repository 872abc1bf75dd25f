"""systemd's own library, asked without a program: sd-login(3) and sd-bus(3).

Every system with systemd has it; where elogind takes logind's place its library has the same functions. A program of
systemd that is started for one answer takes 5 ms of processor time and more, the same call of its library 0.2 ms.
"""

import ctypes
import functools
from typing import Any

_NAMES = ("libsystemd.so.0", "libelogind.so.0")


class UnansweredError(Exception):
    """There is no such library, it lacks a function, or whom it asked said no."""


@functools.cache
def loaded(names: tuple[str, ...] = _NAMES) -> Any:
    """The library of this system, by the first of these names. Raises UnansweredError where there is none."""
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise UnansweredError(f"none of {', '.join(names)} is installed")


def function(library: Any, name: str) -> Any:
    """A function of ``library``. Raises UnansweredError where it has none of that name."""
    try:
        return getattr(library, name)
    except AttributeError as error:
        raise UnansweredError(name) from error


def call(library: Any, name: str, *arguments: Any) -> int:
    """What a function gave. Raises UnansweredError where there is no such function, or where it says that it failed."""
    status: int = function(library, name)(*arguments)
    if status < 0:
        raise UnansweredError(f"{name}: {status}")
    return status


def taken(text: ctypes.c_void_p) -> str:
    """A text that the library gave away, which is ours to free; empty where it gave none."""
    told = ctypes.string_at(text.value).decode("utf-8", "replace") if text.value else ""
    _free()(text)
    return told


@functools.cache
def _free() -> Any:
    free = ctypes.CDLL(None).free
    free.restype = None
    return free
