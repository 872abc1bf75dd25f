import re
from collections.abc import Callable
from typing import Any

import pytest

from barometer_agent.sources.boots import Boot
from barometer_agent.sources.windows import boots, events, performance, starts

MakeLog = Callable[..., Any]
MakeEvent = Callable[..., str]
BOOT, GENERAL = "Microsoft-Windows-Kernel-Boot", "Microsoft-Windows-Kernel-General"
MEASURED = "2026-03-02T07:00:00.7000000Z"
SECOND = "2026-03-02T12:00:00.0000000Z"
HOUR_US = 3_600_000_000


def us(text: str) -> int:
    return events.moment_us(text) or 0


EVENING_US = us("2026-03-02T20:00:00Z")


def told(log: Any, cursor: str = "", now_us: int = EVENING_US) -> tuple[tuple[Boot, ...], str]:
    return starts.not_measured(log, cursor, 0, now_us)


@pytest.fixture
def log(make_log: MakeLog, make_event: MakeEvent) -> Any:
    """A boot that Windows measured, with both events of its start."""
    return make_log("boots-en").add(
        make_event(BOOT, 27, 1, MEASURED, {"BootType": "0"}),
        make_event(GENERAL, 12, 2, "2026-03-02T07:00:01.0000000Z", {"StartTime": MEASURED, "BootMode": "0"}),
    )


def test_a_start_that_windows_measured_is_not_told(log: Any) -> None:
    assert told(log)[0] == ()


@pytest.mark.parametrize(
    ("provider", "number", "data", "kind"),
    [
        (BOOT, 27, {"BootType": "0"}, "cold"),
        (BOOT, 27, {"BootType": "1"}, "fast_startup"),
        (GENERAL, 12, {"BootMode": "0"}, "cold"),
    ],
)
def test_a_start_without_a_measurement_is_told_once_and_has_no_length(
    log: Any, make_event: MakeEvent, provider: str, number: int, data: dict[str, str], kind: str
) -> None:
    log.add(make_event(provider, number, 10, SECOND, data))
    found, cursor = told(log)
    assert found == (Boot(us(SECOND), None, kind=kind),)
    assert told(log, cursor)[0] == ()


def test_waking_from_hibernation_is_no_start(log: Any, make_event: MakeEvent) -> None:
    assert told(log.add(make_event(BOOT, 27, 10, SECOND, {"BootType": "2"})))[0] == ()


def test_a_start_of_the_last_hour_may_still_be_measured(log: Any, make_event: MakeEvent) -> None:
    log.add(make_event(BOOT, 27, 10, SECOND, {"BootType": "0"}))
    found, cursor = told(log, now_us=us(SECOND) + HOUR_US - 1)
    assert found == ()
    assert len(told(log, cursor, us(SECOND) + HOUR_US)[0]) == 1


def test_no_measurement_comes_for_a_start_that_another_one_followed(log: Any, make_event: MakeEvent) -> None:
    log.add(
        make_event(BOOT, 27, 10, SECOND, {"BootType": "0"}),
        make_event(BOOT, 27, 11, "2026-03-02T12:10:00.0000000Z", {"BootType": "0"}),
    )
    assert [boot.at_us for boot in told(log, now_us=us(SECOND) + HOUR_US // 4)[0]] == [us(SECOND)]


def test_a_measurement_that_comes_late_is_a_boot_as_any_other(log: Any, make_event: MakeEvent) -> None:
    late = log.channels[performance.CHANNEL].pop(0)
    before = boots.read("", 0, log, EVENING_US)
    assert [boot.total_us for boot in before.events] == [None]
    log.add(re.sub(r"(<EventRecordID>)\d+", r"\g<1>77", late))
    after = boots.read(before.cursor, 0, log, EVENING_US + HOUR_US)
    assert [boot.total_us for boot in after.events] == [23_677_000]


def test_a_system_log_that_may_not_be_read_hides_no_boot(log: Any) -> None:
    log.refused.add(starts.CHANNEL)
    assert told(log, "kept") == ((), "kept")
