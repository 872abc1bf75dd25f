from collections.abc import Callable
from typing import Any

import pytest

from barometer_agent.sources.wakes import Wake
from barometer_agent.sources.windows import events, wakes


def us(text: str) -> int:
    return events.moment_us(text) or 0


@pytest.mark.parametrize("name", ["wakes-nl", "wakes-de"])
def test_waking_up_takes_what_windows_and_its_drivers_took(make_log: Callable[..., Any], name: str) -> None:
    log = make_log(name)
    found = wakes.read("", 0, log)
    assert found.events == (
        Wake(us("2026-03-02T07:41:12.7964005Z"), 1_293_000),
        Wake(us("2026-03-03T07:41:12.7964005Z"), 8_393_000),  # from hibernation: read from the disk first
    )
    assert wakes.read(found.cursor, 0, log).events == ()


def test_modern_standby_tells_how_long_leaving_it_took_or_nothing(make_log: Callable[..., Any]) -> None:
    found = wakes.read("", 0, make_log("wakes-standby-en"))
    assert found.events == (Wake(us("2026-03-02T07:41:14.1234567Z"), 412_345),)


def test_an_overflown_counter_is_no_wake_up(make_log: Callable[..., Any]) -> None:
    assert all(wake.total_us <= wakes.LONGEST_US for wake in wakes.read("", 0, make_log("wakes-standby-en")).events)
