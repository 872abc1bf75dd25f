import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import wakes
from barometer_agent.sources.macos.wakes import Step
from barometer_agent.sources.wakes import Wake

SECOND = 1_000_000


def us(hour: int, minute: int, second: int) -> int:
    return round(datetime(2026, 11, 20, hour - 1, minute, second, tzinfo=UTC).timestamp()) * SECOND


LAPTOP = (Wake(us(8, 30, 5), 2 * SECOND), Wake(us(9, 10, 2), 0))


def test_full_wake_ups_are_told_until_their_display_is_on(captured: Callable[[str], str]) -> None:
    assert tuple(wakes.wakes(tuple(wakes.parse(captured("pmset_log_laptop.txt"))))) == LAPTOP


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-20 08:30:03 +0100 DarkWake            \tDarkWake from Deep Idle [CDNP] : due to rtc/Maintenance",
        "2026-11-20 08:30:03 +0100 Wake Requests       \t[process=powerd request=UserWake deltaSecs=1]",
        "2026-11-20 08:30:03 +0100 Notification        \tDisplay is turned off   ",
        "2026-99-20 08:30:03 +0100 Wake                \tWake from Deep Idle",
        "Wake from Deep Idle",
        "",
    ],
)
def test_lines_about_anything_else_are_no_steps(line: str) -> None:
    assert list(wakes.parse(line)) == []


def test_the_columns_of_other_versions_are_read_too() -> None:
    line = "2026-11-20 08:30:03 +0100 Wake                    Wake from Normal Sleep [CDNVA] : due to PWRB/Lid Open"
    assert list(wakes.parse(line)) == [Step("wake", us(8, 30, 3))]


def test_a_wake_up_without_a_display_is_left_out() -> None:
    assert list(wakes.wakes((Step("wake", 0), Step("sleep", SECOND), Step("display", 2 * SECOND)))) == []
    assert list(wakes.wakes((Step("wake", 0), Step("display", 61 * SECOND)))) == []
    assert list(wakes.wakes((Step("wake", 0),))) == []


def test_a_lid_that_only_stirred_the_mac_is_the_beginning() -> None:
    stirred = (
        "2026-11-20 08:30:00 +0100 DarkWake            \tDarkWake from Deep Idle [CDNP] : due to lid SMC/ Using BATT\n"
        "2026-11-20 08:30:03 +0100 Notification        \tDisplay is turned on   \n"
        "2026-11-20 08:30:03 +0100 Wake                \tDarkWake to FullWake from Invalid : due to HID Activity\n"
    )
    [wake] = wakes.wakes(tuple(wakes.parse(stirred)))
    assert wake == Wake(us(8, 30, 3), 3 * SECOND)
    by_network = stirred.replace("due to lid SMC/", "due to wifibt/")
    assert [wake.total_us for wake in wakes.wakes(tuple(wakes.parse(by_network)))] == [0]


def test_a_display_that_went_on_before_the_mac_was_fully_awake_is_the_end() -> None:
    steps = (Step("stir", 0), Step("display", SECOND), Step("wake", 4 * SECOND))
    assert list(wakes.wakes(steps)) == [Wake(SECOND, SECOND)]


def test_what_stirred_the_mac_before_it_slept_again_is_not() -> None:
    steps = (Step("stir", 0), Step("sleep", SECOND), Step("wake", 5 * SECOND), Step("display", 6 * SECOND))
    assert list(wakes.wakes(steps)) == [Wake(6 * SECOND, SECOND)]


@given(st.lists(st.tuples(st.sampled_from(("wake", "stir", "display", "sleep")), st.integers(0, 100)), max_size=30))
def test_no_wake_up_takes_longer_than_a_display_is_waited_for(told: list[tuple[str, int]]) -> None:
    steps = [Step(what, second * SECOND) for what, second in sorted(told, key=lambda one: one[1])]
    found = list(wakes.wakes(steps))
    assert all(0 <= wake.total_us <= 2 * wakes.DISPLAY_WITHIN_US for wake in found)
    assert len(found) <= sum(step.what == "wake" for step in steps)


@given(st.text(max_size=200))
def test_no_text_breaks_reading(text: str) -> None:
    list(wakes.parse(f"2026-11-20 08:30:03 +0100 {text}"))


def play(mac: Callable[..., Path], log: object, woke: int = 100) -> Path:
    return mac(sysctl=f"kern.waketime: {{ sec = {woke}, usec = 0 }} Fri Nov 20 09:10:00 2026\n", pmset=log)


def test_each_wake_up_is_told_once_and_the_log_read_after_a_wake_up_alone(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    folder = play(mac, captured("pmset_log_laptop.txt"))
    first = wakes.read("", 0)
    assert first.events == LAPTOP
    again = wakes.read(first.cursor, 0)
    assert (again.events, again.cursor) == ((), first.cursor)
    assert (folder / "asked").read_text().count("pmset -g log") == 1
    play(mac, captured("pmset_log_laptop.txt"), woke=200)
    assert wakes.read(first.cursor, 0).events == ()


def test_the_first_look_goes_no_further_back_than_asked(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    play(mac, captured("pmset_log_laptop.txt"))
    assert wakes.read("", us(9, 0, 0)).events == LAPTOP[1:]


def test_a_display_that_is_still_to_come_is_waited_for(mac: Callable[..., Path]) -> None:
    now = datetime.fromtimestamp(time.time(), UTC)
    play(mac, f"{now:%Y-%m-%d %H:%M:%S} +0000 Wake                \tWake from Deep Idle [CDNVA] : due to lid\n")
    assert wakes.read("", 0).cursor == ""


def test_a_log_that_no_longer_goes_back_to_the_cursor_is_said(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    play(mac, captured("pmset_log_laptop.txt"))
    assert wakes.read("5 99", 0).lost is not None
    assert wakes.read("", 0).lost is None


def test_very_many_are_told_in_parts(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    play(mac, captured("pmset_log_laptop.txt"))
    first = wakes.read("", 0, most=1)
    second = wakes.read(first.cursor, 0, most=1)
    assert first.events + second.events == LAPTOP


def test_without_pmset_there_is_no_data(mac: Callable[..., Path]) -> None:
    play(mac, ("pmset: unrecognized option", 64))
    with pytest.raises(NoData, match="pmset failed"):
        wakes.read("", 0)


def test_the_log_is_read_without_the_lines_that_cannot_matter(captured: Callable[[str], str]) -> None:
    lines = captured("pmset_log_laptop.txt").splitlines()
    kept = [line for line in lines if wakes.may_matter(line.encode())]
    assert list(wakes.parse("\n".join(kept))) == list(wakes.parse("\n".join(lines)))
    assert not any("Client Acks" in line for line in kept)
