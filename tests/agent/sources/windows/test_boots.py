from collections.abc import Callable
from typing import Any

import pytest

from barometer_agent.sources.boots import Boot, Culprit
from barometer_agent.sources.windows import boots, events

MakeLog = Callable[..., Any]
NOW_US = events.moment_us("2026-03-02T09:00:00Z") or 0
DESKTOP_US = (events.moment_us("2026-03-02T07:01:10Z") or 0) - 35_663_000
START = "2026-03-02T07:00:00.7000000Z"


def read(log: Any, cursor: str = "") -> tuple[Boot, ...]:
    return boots.read(cursor, 0, log, NOW_US).events


def test_a_boot_has_the_figures_of_windows_and_its_culprits(make_log: MakeLog) -> None:
    assert read(make_log("boots-en")) == (
        Boot(
            at_us=DESKTOP_US,
            total_us=23_677_000,
            idle_us=35_663_000,
            phases_us={
                "kernel": 2_143_000,
                "session": 3_944_000,
                "policy": 947_000,
                "sign_in": 2_128_000,
                "desktop": 14_515_000,
            },
            culprits=(
                Culprit("WSearch", "service", 12_000_000),
                Culprit("Teams.exe", "application", 9_100_000),
                Culprit("USB device", "device", 1_500_000),
                Culprit("Intel(R) Wi-Fi 6 AX200 160MHz", "device", 800_000),
            ),
        ),
    )


def test_the_phases_add_up_to_the_total(make_log: MakeLog) -> None:
    (boot,) = read(make_log("boots-nl"))
    assert sum(boot.phases_us.values()) == boot.total_us


def test_a_dutch_windows_gives_the_same(make_log: MakeLog) -> None:
    (boot,) = read(make_log("boots-nl"))
    assert boot.after_update
    assert boot.culprits == (
        Culprit("nvlddmkm", "driver", 4_100_000),
        Culprit("Gebruikersbeleid", "policy", 2_500_000),
    )


def test_a_german_windows_gives_the_same(make_log: MakeLog) -> None:
    (boot,) = read(make_log("boots-de"))
    assert not boot.after_update
    assert boot.culprits == (Culprit("Spooler", "service", 3_200_000),)


def test_an_older_windows_tells_fewer_phases(make_log: MakeLog) -> None:
    (boot,) = read(make_log("boots-windows7-en"))
    assert boot.total_us == 23_677_000
    assert boot.phases_us == {"policy": 947_000, "sign_in": 1_098_000, "desktop": 14_515_000}


@pytest.mark.parametrize(
    ("number", "kind"), [("0", "cold"), ("1", "fast_startup"), ("2", "hibernation"), ("9", "cold")]
)
def test_the_kind_of_boot_is_in_the_system_log(
    make_log: MakeLog, make_event: Callable[..., str], number: str, kind: str
) -> None:
    log = make_log("boots-en").add(
        make_event("Microsoft-Windows-Kernel-Boot", 27, 1, "2026-03-01T07:00:00Z", {"BootType": "2"}),
        make_event("Microsoft-Windows-Kernel-Boot", 27, 2, START, {"BootType": number}),
    )
    assert read(log)[0].kind == kind


def test_a_system_log_that_may_not_be_read_hides_no_boot(make_log: MakeLog) -> None:
    log = make_log("boots-en")
    log.refused.add("System")
    assert read(log)[0].kind == "cold"


def test_a_boot_is_told_once(make_log: MakeLog) -> None:
    log = make_log("boots-en")
    cursor = boots.read("", 0, log, NOW_US).cursor
    assert read(log, cursor) == ()


def test_a_boot_that_was_just_recorded_is_told_later_with_all_its_culprits(make_log: MakeLog) -> None:
    log = make_log("boots-en")
    early = boots.read("", 0, log, (events.moment_us("2026-03-02T07:04:10Z") or 0))
    assert early.events == ()
    (boot,) = read(log, early.cursor)
    assert len(boot.culprits) == 4


@pytest.mark.parametrize("name", ["boots-en", "boots-nl", "boots-de"])
def test_nothing_of_a_person_is_told(make_log: MakeLog, name: str) -> None:
    told = repr(read(make_log(name)))
    assert not any(part in told.lower() for part in ("anna", "\\", "s-1-", "laptop", "notebook", "users"))
