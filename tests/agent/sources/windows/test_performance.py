from collections.abc import Callable
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import events, performance
from barometer_agent.sources.windows.events import Event

LOGGED_US = events.moment_us("2026-03-02T07:03:58.0363380Z") or 0


def test_a_windows_that_recorded_no_start_says_what_it_needs(make_log: Callable[..., Any]) -> None:
    with pytest.raises(NoData, match="Diagnostic Policy Service"):
        performance.follow(make_log(), (performance.BOOT,), "", 0)


def test_a_log_that_was_emptied_is_not_one_that_never_was(make_log: Callable[..., Any]) -> None:
    cursor = performance.follow(make_log("boots-en"), (performance.BOOT,), "", 0).cursor()
    assert performance.follow(make_log(), (performance.BOOT,), cursor, 0).lost is not None


def test_a_boot_waits_until_its_culprits_can_be_there(captured: Callable[[str], tuple[Event, ...]]) -> None:
    logged = captured("boots-en")
    assert performance.boots(logged, LOGGED_US + 1_000_000) == ([], logged[0])
    assert performance.boots(logged, LOGGED_US + performance.SETTLED_US + 1_000_000) == ([logged[0]], None)


def test_a_boot_of_a_clock_in_the_future_does_not_wait(captured: Callable[[str], tuple[Event, ...]]) -> None:
    logged = captured("boots-en")
    assert performance.boots(logged, LOGGED_US - 1_000_000) == ([logged[0]], None)


def test_a_boot_runs_from_its_start_to_its_end(captured: Callable[[str], tuple[Event, ...]]) -> None:
    start_us, end_us = performance.span_us(captured("boots-en")[0])
    assert end_us - start_us == 69_265_877


def test_the_clock_is_the_wall_clock() -> None:
    assert performance.now_us() > LOGGED_US
