from collections.abc import Callable
from pathlib import Path

from barometer_agent.sources import load as question
from barometer_agent.sources.looks import Looks
from barometer_agent.sources.macos import load

MINUTE_US = 60_000_000


def test_counters_grow_and_stay_within_their_capacity(mac: Callable[..., Path]) -> None:
    mac()
    first, second = question.read("darwin"), question.read("darwin")
    assert second.at_us > first.at_us
    assert first.busy_us <= second.busy_us <= second.capacity_us
    assert 0 < second.memory_available <= second.memory_total


def test_idling_is_not_busy_and_what_yields_to_others_is() -> None:
    # cpu_times() of a Mac with eight processors that was on for an hour
    assert load.processor_us(user=2160.5, nice=3.5, system=1440.0, idle=25_196.0) == (3_604_000_000, 28_800_000_000)


def test_without_a_word_on_heat_there_is_no_figure(mac: Callable[..., Path]) -> None:
    mac()
    found = load.read()
    assert (found.throttled_us, found.throttled_capacity_us) == (None, None)


def test_heat_is_added_up_from_look_to_look() -> None:
    looks = Looks()
    assert load.slowed(looks, MINUTE_US, True) == (0, 0)
    assert load.slowed(looks, 2 * MINUTE_US, True) == (MINUTE_US, MINUTE_US)
    assert load.slowed(looks, 3 * MINUTE_US, False) == (MINUTE_US, 2 * MINUTE_US)
    assert load.slowed(looks, 4 * MINUTE_US, None) == (None, None)


def test_the_time_of_requests_is_told_in_microseconds_or_not_at_all() -> None:
    assert load.waited_us(read_ms=51_343, write_ms=700) == 52_043_000
    waited = load.disk_waited_us()
    assert waited is None or waited % 1000 == 0
