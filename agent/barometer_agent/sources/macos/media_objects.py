"""The objects of Core Audio and Core Media I/O, asked for their properties.

``AudioObjectGetPropertyData`` and ``CMIOObjectGetPropertyData``, which take the same address (AudioHardware.h,
CMIOHardwareObject.h); every property that is asked for is a row of 32-bit numbers.
"""

import ctypes
import functools
from collections.abc import Sequence
from typing import Any

from barometer_agent.sources.macos.media import Ask

_FRAMEWORKS = "/System/Library/Frameworks"
_MOST_BYTES = 1 << 16
_NUMBER_BYTES = 4


class Address(ctypes.Structure):
    """AudioObjectPropertyAddress, CMIOObjectPropertyAddress."""

    _fields_ = (("selector", ctypes.c_uint32), ("scope", ctypes.c_uint32), ("element", ctypes.c_uint32))


def sound() -> Ask:
    """The way to ask about sound; without Core Audio nothing has a property."""
    library = _loaded("CoreAudio")
    return _nothing if library is None else functools.partial(audio_property, library)


def pictures() -> Ask:
    """The way to ask about cameras; without Core Media I/O nothing has a property."""
    library = _loaded("CoreMediaIO")
    return _nothing if library is None else functools.partial(camera_property, library)


def audio_property(library: Any, thing: int, name: bytes, scope: bytes) -> Sequence[int] | None:
    """The numbers of a property of Core Audio."""
    size = _size(library.AudioObjectGetPropertyDataSize, thing, name, scope)
    if size is None:
        return None
    held, numbers = ctypes.c_uint32(size), _row(size)
    where = (ctypes.c_uint32(thing), ctypes.byref(_address(name, scope)), ctypes.c_uint32(0), None)
    status = library.AudioObjectGetPropertyData(*where, ctypes.byref(held), ctypes.byref(numbers))
    return None if status else numbers[: held.value // _NUMBER_BYTES]


def camera_property(library: Any, thing: int, name: bytes, scope: bytes) -> Sequence[int] | None:
    """The numbers of a property of Core Media I/O."""
    size = _size(library.CMIOObjectGetPropertyDataSize, thing, name, scope)
    if size is None:
        return None
    held, numbers = ctypes.c_uint32(0), _row(size)
    where = (ctypes.c_uint32(thing), ctypes.byref(_address(name, scope)), ctypes.c_uint32(0), None)
    into = (ctypes.c_uint32(size), ctypes.byref(held), ctypes.byref(numbers))
    status = library.CMIOObjectGetPropertyData(*where, *into)
    return None if status else numbers[: held.value // _NUMBER_BYTES]


def _nothing(_thing: int, _name: bytes, _scope: bytes) -> None:
    return None


def _size(ask: Any, thing: int, name: bytes, scope: bytes) -> int | None:
    size = ctypes.c_uint32()
    where = (ctypes.c_uint32(thing), ctypes.byref(_address(name, scope)), ctypes.c_uint32(0), None)
    return None if ask(*where, ctypes.byref(size)) else min(size.value, _MOST_BYTES)


def _address(name: bytes, scope: bytes) -> Address:
    return Address(int.from_bytes(name, "big"), int.from_bytes(scope, "big"), 0)


def _row(size: int) -> Any:
    return (ctypes.c_uint32 * (size // _NUMBER_BYTES))()


@functools.cache
def _loaded(name: str) -> Any:
    try:
        return ctypes.CDLL(f"{_FRAMEWORKS}/{name}.framework/{name}")
    except OSError:
        return None
