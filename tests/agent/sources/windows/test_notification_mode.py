"""Do not disturb of Windows 11, from objects that are played."""

import ctypes

import pytest

from barometer_agent.sources.windows import native, notification_mode
from tests.agent.sources.windows.fake_com import Played

NO_INTERFACE, OK = -2147467262, 0
FOR_USER = bytes(native.guid("3efcb176-6cc1-56dc-973b-251f7aacb1c5"))


class Runtime:
    """Windows' class, a person's manager, and the side of it that tells the mode; an older Windows has no such side."""

    def __init__(self, mode: int, *, tells: bool = True) -> None:
        self._mode, self._tells = mode, tells
        self.for_user = Played({6: self._get_mode})
        self.manager = Played({0: self._query})
        self.factory = Played({6: self._get_default})

    def activate(self, factory: ctypes.c_void_p) -> bool:
        factory.value = self.factory.pointer.value
        return True

    def _get_default(self, _this: int, found: int) -> int:
        ctypes.c_void_p.from_address(found).value = self.manager.pointer.value
        return OK

    def _query(self, _this: int, interface: int, found: int) -> int:
        if not self._tells or ctypes.string_at(interface, 16) != FOR_USER:
            return NO_INTERFACE
        ctypes.c_void_p.from_address(found).value = self.for_user.pointer.value
        return OK

    def _get_mode(self, _this: int, told: int) -> int:
        ctypes.c_int32.from_address(told).value = self._mode
        return OK


@pytest.mark.parametrize("mode", [0, 1, 2])
def test_windows_11_tells_its_mode_and_everything_is_let_go(mode: int) -> None:
    runtime = Runtime(mode)
    assert notification_mode.mode(runtime.activate) == mode
    assert [each.released for each in (runtime.factory, runtime.manager, runtime.for_user)] == [1, 1, 1]


def test_an_older_windows_does_not_tell_it() -> None:
    runtime = Runtime(1, tells=False)
    assert notification_mode.mode(runtime.activate) is None
    assert [each.released for each in (runtime.factory, runtime.manager, runtime.for_user)] == [1, 1, 0]


def test_a_windows_without_the_class_does_not_tell_it() -> None:
    assert notification_mode.mode(lambda _factory: False) is None


@pytest.mark.parametrize(("told", "restricted"), [(0, False), (1, True), (2, True), (3, None), (None, None)])
def test_only_priority_or_alarms_is_do_not_disturb(told: int | None, restricted: bool | None) -> None:
    assert notification_mode.parse(told) is restricted


def test_elsewhere_it_is_not_known() -> None:
    assert notification_mode.is_restricted() is None
