import time
from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.boots import Boot
from barometer_agent.sources.macos import boots, milestones, unified_log
from barometer_agent.sources.macos.milestones import DESKTOP, KERNEL, SCREEN, SIGNED_IN, Milestone
from barometer_agent.sources.macos.this_boot import ThisBoot

UUID = "A000000A-0000-4000-8000-00000000000A"
BOOT = ThisBoot(UUID, "24B83", 1_795_159_413_343_017, 24_000_000)
MINUTE = 60


def passed(*told: tuple[str, float]) -> tuple[Milestone, ...]:
    return tuple(Milestone(name, BOOT.began_us + round(second * 1e6), round(second * 1e6)) for name, second in told)


def test_a_boot_is_what_the_mac_itself_needed(captured: Callable[[str], str]) -> None:
    found = boots.boot_of(milestones.of(unified_log.parse(captured("start.ndjson")), BOOT), BOOT, after_update=False)
    assert found == Boot(
        at_us=1_795_159_472_700_000,
        total_us=14_500_000,
        phases_us={"firmware": 5_193_020, "system": 5_806_980, "desktop": 3_500_000},
    )


def test_on_intel_the_log_begins_with_the_kernel() -> None:
    found = boots.boot_of(passed((SCREEN, 20), (SIGNED_IN, 30), (DESKTOP, 32)), BOOT, after_update=True)
    assert found is not None
    assert (found.total_us, found.phases_us, found.after_update) == (
        22_000_000,
        {"system": 20_000_000, "desktop": 2_000_000},
        True,
    )


def test_without_a_sign_in_there_are_phases_and_no_total() -> None:
    found = boots.boot_of(passed((KERNEL, 5), (SCREEN, 11)), BOOT, after_update=False)
    assert found == Boot(BOOT.began_us + 11_000_000, None, phases_us={"firmware": 5_000_000, "system": 6_000_000})


def test_without_the_screen_there_is_no_boot() -> None:
    assert boots.boot_of(passed((KERNEL, 5), (SIGNED_IN, 30), (DESKTOP, 32)), BOOT, after_update=False) is None


def test_only_the_first_sign_in_belongs_to_the_boot() -> None:
    told = passed((SCREEN, 10), (SIGNED_IN, 30), (DESKTOP, 32), (SCREEN, 90), (SIGNED_IN, 99), (DESKTOP, 120))
    found = boots.boot_of(told, BOOT, after_update=False)
    assert found is not None
    assert found.total_us == 12_000_000


def play(
    mac: Callable[..., Path],
    captured: Callable[[str], str],
    began_ago: int,
    root: str = "root_unlocked.plist",
    log: object = "",
) -> Path:
    began = int(time.time()) - began_ago
    told = (
        f"kern.bootsessionuuid: {UUID}\nkern.osversion: 24B83\nhw.tbfrequency: 24000000\n"
        f"kern.boottime: {{ sec = {began}, usec = 0 }} Fri Nov 20 08:23:33 2026\n"
    )
    return mac(sysctl=told, ioreg=captured(root), log=log)


def test_a_boot_is_told_once(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    folder = play(mac, captured, 2 * MINUTE, log=captured("start.ndjson"))
    first = boots.read("", 0)
    assert [boot.total_us for boot in first.events] == [14_500_000]
    asked = (folder / "asked").read_text()
    again = boots.read(first.cursor, 0)
    assert (again.events, again.cursor) == ((), first.cursor)
    assert "log " not in (folder / "asked").read_text().removeprefix(asked)


def test_before_anybody_signed_in_the_log_is_left_alone(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    folder = play(mac, captured, 2 * MINUTE, "root_login_window.plist")
    with pytest.raises(NoData, match="nobody has signed in"):
        boots.read("", 0)
    assert "log show" not in (folder / "asked").read_text()


def test_while_the_desktop_is_built_up_the_boot_goes_on(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    unfinished = "".join(captured("start.ndjson").splitlines(keepends=True)[:3])
    play(mac, captured, 2 * MINUTE, log=unfinished)
    with pytest.raises(NoData, match="the desktop is not there yet"):
        boots.read("", 0)


def test_a_mac_that_nobody_signs_in_to_is_told_without_a_total(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    begun = "".join(captured("start.ndjson").splitlines(keepends=True)[:2])
    play(mac, captured, 40 * MINUTE, "root_login_window.plist", log=begun)
    [boot] = boots.read("", 0).events
    assert boot.total_us is None


def test_a_start_that_the_log_has_lost_is_said_once(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    play(mac, captured, 2 * MINUTE, log='{"count":0,"finished":1}\n')
    first = boots.read("", 0)
    assert first.events == ()
    assert first.lost is not None
    assert boots.read(first.cursor, 0).lost is None


def test_the_first_start_of_another_system_is_known_as_such(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    play(mac, captured, 2 * MINUTE, log=captured("start.ndjson"))
    [boot] = boots.read("OTHER 24A335", 0).events
    assert boot.after_update
    [boot] = boots.read("OTHER 24B83", 0).events
    assert not boot.after_update


def test_the_first_look_goes_no_further_back_than_asked(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    play(mac, captured, 2 * MINUTE, log=captured("start.ndjson"))
    assert boots.read("", 1_900_000_000_000_000).events == ()


def test_a_log_that_may_not_be_read_is_said(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    play(mac, captured, 2 * MINUTE, log=("log: Could not open local log store: Operation not permitted", 77))
    with pytest.raises(NoData, match="as root"):
        boots.read("", 0)
