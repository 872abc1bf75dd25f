"""Microphone and camera in use, from a registry that is played."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from barometer_agent.sources.windows import consent
from barometer_agent.sources.windows.consent import Used

SINCE_US = 1_795_298_666_516_575
SINCE = SINCE_US * 10 + 116_444_736_000_000_000
STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
MINUTE = 600_000_000
NOW = {"LastUsedTimeStart": SINCE + MINUTE, "LastUsedTimeStop": 0}
ENDED = {"LastUsedTimeStart": SINCE + MINUTE, "LastUsedTimeStop": SINCE + 2 * MINUTE}
CRASHED = {"LastUsedTimeStart": SINCE - MINUTE, "LastUsedTimeStop": 0}
Values = Mapping[str, object]


class Registry:
    """winreg, with the values of keys by their paths."""

    HKEY_CURRENT_USER = ""

    def __init__(self, keys: Mapping[str, Values]) -> None:
        self._keys = {f"{STORE}\\{path}": values for path, values in keys.items()}

    @contextmanager
    def OpenKey(self, key: str, path: str) -> Iterator[str]:  # noqa: N802 - winreg's name
        whole = f"{key}\\{path}" if key else path
        if not any(f"{each}\\".startswith(f"{whole}\\") for each in self._keys):
            raise FileNotFoundError(whole)
        yield whole

    def EnumKey(self, key: str, number: int) -> str:  # noqa: N802 - winreg's name
        inside = (path.removeprefix(f"{key}\\") for path in self._keys if path.startswith(f"{key}\\"))
        names = sorted({path.partition("\\")[0] for path in inside})
        if number >= len(names):
            raise OSError(259, "no more")
        return names[number]

    def QueryValueEx(self, key: str, name: str) -> tuple[Any, int]:  # noqa: N802 - winreg's name
        values = self._keys.get(key, {})
        if name not in values:
            raise FileNotFoundError(name)
        return values[name], 11


@pytest.mark.parametrize(
    "path",
    [
        r"microphone\NonPackaged\C:#Program Files#Example#meet.exe",
        r"webcam\NonPackaged\C:#Program Files#Example#meet.exe",
        r"microphone\Example.Meet_0123456789abc",
        r"webcam\Example.Meet_0123456789abc",
    ],
)
def test_an_application_that_has_not_ended_its_use_is_a_call(path: str) -> None:
    others = {r"microphone\NonPackaged\C:#Example#old.exe": ENDED, r"webcam\Example.Other_0123456789abc": {}}
    assert consent.is_in_use(SINCE_US, Registry({**others, path: NOW})) is True
    assert consent.is_in_use(SINCE_US, Registry({**others, path: ENDED})) is False


def test_a_use_that_a_crash_ended_does_not_last_into_another_session() -> None:
    assert consent.is_in_use(SINCE_US, Registry({r"webcam\NonPackaged\C:#Example#meet.exe": CRASHED})) is False


def test_a_location_in_use_is_no_call() -> None:
    assert consent.is_in_use(SINCE_US, Registry({r"location\Example.Map_0123456789abc": NOW})) is None


def test_values_of_another_kind_are_no_use() -> None:
    odd = {"LastUsedTimeStart": b"\1", "LastUsedTimeStop": 0}
    assert consent.read(Registry({r"webcam\Example.Meet_0123456789abc": odd})) == []


def test_of_a_session_that_does_not_tell_its_beginning_nothing_is_known() -> None:
    assert consent.is_in_use(None, Registry({r"webcam\Example.Meet_0123456789abc": NOW})) is None


def test_only_moments_are_kept_of_an_application() -> None:
    assert consent.read(Registry({r"webcam\Example.Meet_0123456789abc": NOW})) == [Used(SINCE + MINUTE, 0)]


def test_elsewhere_nothing_is_known() -> None:
    assert consent.is_in_use(SINCE_US) is None
