import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.cursor import restored
from barometer_agent.sources.macos import ended_boots, install_history, restarts, unified_log
from barometer_agent.sources.macos.ended_boots import REBOOT, SHUTDOWN, Mark
from barometer_agent.sources.macos.restarts import Account
from barometer_agent.sources.restarts import Restart

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US
SYSCTL = """\
kern.bootsessionuuid: {uuid}
kern.osversion: {build}
kern.boottime: {{ sec = {began}, usec = 0 }} Tue Nov 17 08:17:00 2026
hw.tbfrequency: 24000000
"""


def marks(*told: tuple[str, int]) -> list[Mark]:
    return [Mark(what, hour * HOUR_US) for what, hour in told]


def reasons(found: tuple[tuple[int, Restart], ...]) -> list[tuple[str, int]]:
    return [(end.reason, end.at_us // HOUR_US) for _, end in found]


def test_the_first_start_on_record_ends_nothing() -> None:
    assert restarts.ends(marks((REBOOT, 1)), (), ()) == ()


def test_a_start_after_a_shutdown_was_wanted_and_one_without_was_not() -> None:
    found = restarts.ends(marks((REBOOT, 1), (SHUTDOWN, 9), (REBOOT, 20), (REBOOT, 30)), (), ())
    assert reasons(found) == [("unknown", 9), ("unclean", 30)]


def test_a_panic_that_is_on_record_is_a_crash_also_where_the_report_came_later() -> None:
    start = 30 * HOUR_US
    for panicked in (29 * HOUR_US, start + 10 * MINUTE_US):
        [(_, end)] = restarts.ends(marks((REBOOT, 1), (REBOOT, 30)), (panicked,), ())
        assert end == Restart(min(panicked, start), "crash", "panic")
    [(_, end)] = restarts.ends(marks((REBOOT, 1), (REBOOT, 30)), (start + HOUR_US,), ())
    assert end.reason == "unclean"


def test_the_starts_of_an_update_are_no_crashes() -> None:
    found = restarts.ends(
        marks((REBOOT, 1), (SHUTDOWN, 9), (REBOOT, 10), (REBOOT, 11), (REBOOT, 40)), (), (11 * HOUR_US,)
    )
    assert reasons(found) == [("update", 9), ("update", 11), ("unclean", 40)]


@given(
    st.lists(st.tuples(st.sampled_from((REBOOT, SHUTDOWN)), st.integers(0, 500)), max_size=30),
    st.lists(st.integers(0, 500 * HOUR_US), max_size=3),
)
def test_every_start_but_the_first_ends_one_boot(told: list[tuple[str, int]], panicked: list[int]) -> None:
    ordered = marks(*sorted(told, key=lambda one: one[1]))
    found = restarts.ends(ordered, panicked, ())
    starts = [mark for mark in ordered if mark.what == REBOOT]
    assert len(found) == max(0, len(starts) - 1)
    assert all(end.at_us <= start for start, end in found)


@pytest.mark.parametrize(
    ("code", "reason", "detail"),
    [
        (0, "power_loss", "0"),
        (3, "power_loss", "3"),
        (-62, "power_loss", "-62"),
        (-128, "unclean", "-128"),
        (7, "unclean", "7"),
        (None, "unclean", ""),
    ],
)
def test_the_controllers_code_explains_an_unclean_end(code: int | None, reason: str, detail: str) -> None:
    assert restarts.explained(Restart(1, "unclean"), Account(code), updated=False) == Restart(1, reason, detail)


def test_a_proper_end_is_a_persons_where_somebody_asked_for_it() -> None:
    proper = Restart(1, "unknown")
    assert restarts.explained(proper, Account(5, "Restart"), updated=False).reason == "user"
    assert restarts.explained(proper, Account(5), updated=False).reason == "unknown"
    assert restarts.explained(proper, Account(5, "Restart", for_update=True), updated=False).reason == "update"
    assert restarts.explained(proper, Account(), updated=True).reason == "update"


def test_a_panic_stays_a_panic_whatever_else_is_known() -> None:
    panic = Restart(1, "crash", "panic")
    assert restarts.explained(panic, Account(5, "Restart"), updated=True) == panic


def test_the_log_tells_what_was_asked_for_and_the_code(captured: Callable[[str], str]) -> None:
    entries = unified_log.parse(captured("restart.ndjson"))
    assert restarts.account_of(entries) == Account(5, "Restart", for_update=True)
    assert restarts.account_of(()) == Account()


def play(mac: Callable[..., Path], last: str, uuid: str = "A", build: str = "24B83", log: object = ("no", 1)) -> Path:
    began = round(datetime(2026, 11, 17, 8, 17).timestamp())  # noqa: DTZ001 - as last tells it
    return mac(sysctl=SYSCTL.format(uuid=uuid, build=build, began=began), last=last, log=log)


def test_ends_are_told_once_and_the_log_is_asked_for_the_last_alone(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    folder = play(
        mac,
        captured("last.txt"),
        log='{"timestamp":"2026-11-17 08:18:00.000000+0100","eventMessage":"Previous shutdown cause: 3"}\n',
    )
    first = restarts.read("", 0)
    assert [end.reason for end in first.events] == ["unknown", "unknown", "unclean", "power_loss"][: len(first.events)]
    assert [end.reason for end in first.events][-2:] == ["unclean", "power_loss"]
    asked = (folder / "asked").read_text().splitlines()
    assert sum(line.startswith("log ") for line in asked) == 1
    again = restarts.read(first.cursor, 0)
    assert (again.events, again.cursor) == ((), first.cursor)
    assert (folder / "asked").read_text().splitlines()[len(asked) :] == [
        "sysctl kern.bootsessionuuid kern.osversion kern.boottime hw.tbfrequency"
    ]


def test_the_next_boot_tells_only_its_own_end_and_knows_of_another_system(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    play(mac, captured("last.txt"))
    first = restarts.read("", 0)
    later = "reboot time                                Wed Nov 18 08:00\n" + captured("last.txt")
    play(mac, later, uuid="B", build="24B91")
    second = restarts.read(first.cursor, 0)
    assert [end.reason for end in second.events] == ["update"]


def test_without_the_log_the_accounting_is_told(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    play(mac, captured("last.txt"))
    assert [end.reason for end in restarts.read("", 0).events][-1] == "unclean"


def test_the_first_look_goes_no_further_back_than_asked(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    play(mac, captured("last.txt"))
    since_us = round(datetime(2026, 11, 16, 12, 0).timestamp()) * 1_000_000  # noqa: DTZ001
    assert len(restarts.read("", since_us).events) == 1
    assert restarts.read("", time.time_ns() // 1000 + 10 * 365 * DAY_US).events == ()


def test_very_many_are_told_in_parts(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    play(mac, captured("last.txt"))
    everything = restarts.read("", 0).events
    cursor, found = "", []
    for _ in everything:
        part = restarts.read(cursor, 0, most=1)
        cursor = part.cursor
        found += part.events
    assert tuple(found) == everything


def test_without_the_accounting_there_is_no_data(mac: Callable[..., Path]) -> None:
    play(mac, "")
    with pytest.raises(NoData, match="last tells of no start"):
        restarts.read("", 0)


@given(st.text(max_size=60))
def test_a_damaged_cursor_starts_anew(cursor: str) -> None:
    assert restored(cursor, restarts.Seen) is None
    assert restored('{"boot":"A","build":"B","reboot_us":"x"}', restarts.Seen) is None


def test_the_captured_update_explains_the_captured_start(captured: Callable[[str], str]) -> None:
    now_us = round(datetime(2026, 11, 22, 12, 0).timestamp()) * 1_000_000  # noqa: DTZ001
    updated = install_history.parse(captured("history.plist").encode())
    found = restarts.ends(ended_boots.parse(captured("last.txt"), now_us), (), updated)
    assert "update" in [end.reason for _, end in found]
