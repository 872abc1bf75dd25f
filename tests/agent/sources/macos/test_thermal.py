from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources.macos import thermal

LEVEL = "com.apple.system.thermalpressurelevel"


@pytest.mark.parametrize(("level", "expected"), [(0, False), (1, False), (2, True), (3, True), (4, True), (77, None)])
def test_a_mac_is_slowed_from_the_heavy_level_on(level: int, expected: bool | None) -> None:
    assert thermal.by_level(f"{LEVEL} {level}\n") is expected


def test_a_level_that_is_not_told_is_unknown() -> None:
    assert thermal.by_level("") is thermal.by_level(f"{LEVEL} failed") is None


@pytest.mark.parametrize(
    ("name", "expected"), [("pmset_therm_slowed.txt", True), ("pmset_therm_apple_silicon.txt", None)]
)
def test_an_intel_mac_is_slowed_below_its_full_speed(
    name: str, expected: bool | None, captured: Callable[[str], str]
) -> None:
    assert thermal.by_speed(captured(name)) is expected
    assert thermal.by_speed("CPU_Speed_Limit = 100") is False


def test_the_level_is_asked_first_and_the_speed_where_there_is_none(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    folder = mac(notifyutil=f"{LEVEL} 0\n", pmset=captured("pmset_therm_slowed.txt"))
    assert thermal.is_slowed() is False
    assert (folder / "asked").read_text() == f"notifyutil -g {LEVEL}\n"
    mac(notifyutil=("unknown", 1))
    assert thermal.is_slowed() is True


def test_a_mac_that_tells_neither_is_unknown(mac: Callable[..., Path]) -> None:
    mac()
    assert thermal.is_slowed() is None
