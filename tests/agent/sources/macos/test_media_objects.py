"""Properties of Core Audio and Core Media I/O, from libraries that are played."""

import ctypes
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from barometer_agent.sources.macos import media_objects
from barometer_agent.sources.macos.media_objects import Address

UNKNOWN = 0x77686F3F  # kAudioHardwareUnknownPropertyError, 'who?'
DEVICES = (1, 0x64657623, 0x676C6F62)  # 'dev#' of 'glob'
TOLD = {DEVICES: (41, 2**32 - 1)}


class Library:
    """Either of the two. ``leaving`` devices are gone between the question how many and the question which."""

    def __init__(self, told: Mapping[tuple[int, int, int], Sequence[int]], leaving: int = 0) -> None:
        self._told, self._leaving = told, leaving
        self.AudioObjectGetPropertyDataSize = self.CMIOObjectGetPropertyDataSize = self._size

    def _size(self, thing: Any, address: Any, _bytes: Any, _qualifier: None, size: Any) -> int:
        numbers = self._of(thing, address)
        size._obj.value = 4 * len(numbers or ())
        return UNKNOWN if numbers is None else 0

    def AudioObjectGetPropertyData(  # noqa: N802 - Apple's name
        self, thing: Any, address: Any, _bytes: Any, _qualifier: None, held: Any, into: Any
    ) -> int:
        assert held._obj.value == ctypes.sizeof(into._obj)
        return self._fill(thing, address, held, into)

    def CMIOObjectGetPropertyData(  # noqa: N802 - Apple's name
        self, thing: Any, address: Any, _bytes: Any, _qualifier: None, size: Any, held: Any, into: Any
    ) -> int:
        assert size.value == ctypes.sizeof(into._obj)
        return self._fill(thing, address, held, into)

    def _fill(self, thing: Any, address: Any, held: Any, into: Any) -> int:
        numbers = (self._of(thing, address) or ())[self._leaving :]
        for place, number in enumerate(numbers):
            into._obj[place] = number
        held._obj.value = 4 * len(numbers)
        return 0

    def _of(self, thing: Any, address: Any) -> Sequence[int] | None:
        asked: Address = address._obj
        assert asked.element == 0
        return self._told.get((thing.value, asked.selector, asked.scope))


Read = Callable[[Any, int, bytes, bytes], Sequence[int] | None]
EITHER: list[Read] = [media_objects.audio_property, media_objects.camera_property]


@pytest.mark.parametrize("read", EITHER)
def test_a_property_gives_its_numbers(read: Read) -> None:
    assert list(read(Library(TOLD), 1, b"dev#", b"glob") or ()) == [41, 2**32 - 1]


@pytest.mark.parametrize("read", EITHER)
def test_a_property_that_an_object_does_not_have_is_none(read: Read) -> None:
    assert read(Library(TOLD), 1, b"prs#", b"glob") is None


@pytest.mark.parametrize("read", EITHER)
def test_a_device_that_leaves_meanwhile_is_not_told(read: Read) -> None:
    assert list(read(Library(TOLD, leaving=1), 1, b"dev#", b"glob") or ()) == [2**32 - 1]


def test_elsewhere_nothing_has_a_property() -> None:
    assert media_objects.sound()(1, b"dev#", b"glob") is None
    assert media_objects.pictures()(1, b"dev#", b"glob") is None
