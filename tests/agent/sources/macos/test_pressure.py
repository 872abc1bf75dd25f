from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources import pressure as question
from barometer_agent.sources.looks import Looks
from barometer_agent.sources.macos import pressure
from barometer_agent.sources.macos.pressure import Reading
from barometer_agent.sources.pressure import Waited

MINUTE_US = 60_000_000
LEVEL = "kern.memorystatus_vm_pressure_level"


@pytest.mark.parametrize(("running", "expected"), [(0.0, 0), (7.9, 0), (8.0, 0), (10.0, 200), (16.0, 500), (80.0, 900)])
def test_only_threads_without_a_processor_wait(running: float, expected: int) -> None:
    assert pressure.crowding_permille(running, 8) == expected


@given(st.floats(0, 10_000), st.integers(1, 64))
def test_a_share_is_a_share(running: float, processors: int) -> None:
    assert 0 <= pressure.crowding_permille(running, processors) <= 1000


@pytest.mark.parametrize(("level", "expected"), [(1, 0), (2, 0), (4, 1000)])
def test_memory_presses_when_applications_are_about_to_be_ended(
    level: int, expected: int, mac: Callable[..., Path]
) -> None:
    mac(sysctl=f"{LEVEL}: {level}\n")
    assert pressure.read().waited["memory"].last_minute_permille == expected


def test_a_kernel_that_tells_no_level_leaves_memory_out(mac: Callable[..., Path]) -> None:
    mac()
    found = question.read("darwin")
    assert "memory" not in found.waited
    assert "cpu" in found.waited
    assert found.basis == "counters"


def test_what_is_told_for_the_moment_is_added_up() -> None:
    looks = Looks()
    assert pressure.waited(looks, MINUTE_US, {"cpu": 500}) == {"cpu": Waited(0, 500)}
    assert pressure.waited(looks, 2 * MINUTE_US, {"cpu": 500}) == {"cpu": Waited(MINUTE_US // 2, 500)}


def test_drives_are_told_from_the_second_look_on() -> None:
    reading = Reading()
    assert reading.waited(MINUTE_US, 7_000_000) is None
    assert reading.waited(2 * MINUTE_US, 13_000_000) == Waited(13_000_000, 100)
    assert reading.waited(2 * MINUTE_US, 13_000_000) is None


def test_reads_that_ran_side_by_side_fill_the_time_and_no_more() -> None:
    reading = Reading()
    reading.waited(MINUTE_US, 0)
    assert reading.waited(2 * MINUTE_US, 8 * MINUTE_US) == Waited(8 * MINUTE_US, 1000)
