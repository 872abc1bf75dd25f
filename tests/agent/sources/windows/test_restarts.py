from collections.abc import Callable
from typing import Any

import pytest

from barometer_agent.sources.restarts import Restart
from barometer_agent.sources.windows import events, restarts
from barometer_agent.sources.windows.events import Event

Captured = Callable[[str], tuple[Event, ...]]
MakeLog = Callable[..., Any]
MINUTE_US = 60_000_000


def us(text: str) -> int:
    found = events.moment_us(text)
    assert found is not None
    return found


MUCH_LATER = us("2026-06-01T00:00:00Z")


def reasons(found: tuple[Restart, ...]) -> list[tuple[str, str]]:
    return [(each.reason, each.detail) for each in found]


def test_each_end_of_a_boot_has_its_reason(make_log: MakeLog) -> None:
    found = restarts.read("", 0, make_log("restarts-en"), MUCH_LATER)
    assert reasons(found.events) == [
        ("unknown", ""),  # the first start of all: nothing is known of what went before it
        ("user", "0x00000000"),
        ("crash", "0x0000009f"),
        ("power_loss", ""),
        ("unclean", ""),
        ("unknown", ""),  # a proper shutdown
    ]


def test_a_wanted_end_is_dated_when_it_was_asked_and_a_crash_when_it_was_found(make_log: MakeLog) -> None:
    found = restarts.read("", 0, make_log("restarts-en"), MUCH_LATER).events
    assert [each.at_us for each in found[1:4]] == [
        us("2026-03-01T17:00:00.0000001Z"),
        us("2026-03-02T15:00:00.1234567Z"),
        us("2026-03-03T07:00:00.1234567Z"),
    ]
    assert found[5].at_us == us("2026-03-04T18:00:00Z")


def test_a_dutch_windows_gives_the_same_reasons(make_log: MakeLog) -> None:
    found = restarts.read("", 0, make_log("restarts-nl"), MUCH_LATER).events
    assert reasons(found)[1:] == [("update", "0x80020003"), ("power_loss", "")]


def test_a_german_windows_gives_the_same_reasons(make_log: MakeLog) -> None:
    found = restarts.read("", 0, make_log("restarts-de"), MUCH_LATER).events
    assert reasons(found)[1:] == [("update", "0x80020010"), ("system", "0x800000ff"), ("crash", "0x0000009f")]


def test_waking_from_hibernation_ends_no_boot(captured: Captured) -> None:
    hibernated = tuple(event for event in captured("restarts-en") if event.record == 121)
    assert restarts.parse(hibernated, MUCH_LATER) == ((), None)


def test_a_start_waits_until_the_report_of_a_bug_check_can_be_there(make_log: MakeLog) -> None:
    log = make_log("restarts-en")
    early = restarts.read("", 0, log, us("2026-03-05T07:09:00Z"))
    assert len(early.events) == 5
    late = restarts.read(early.cursor, 0, log, us("2026-03-05T07:11:00Z"))
    assert reasons(late.events) == [("unknown", "")]
    assert late.events[0].at_us == us("2026-03-04T18:00:00Z")


def test_a_shutdown_waits_for_the_start_that_follows_it(
    make_event: Callable[..., str], captured_xml: Callable[[str], list[str]], make_log: MakeLog
) -> None:
    log = make_log().add(*captured_xml("restarts-nl")[:2])
    first = restarts.read("", 0, log, us("2026-03-01T23:30:30Z"))
    assert reasons(first.events) == [("unknown", "")]
    log.add(*captured_xml("restarts-nl")[2:4])
    again = restarts.read(first.cursor, 0, log, us("2026-03-01T23:32:00Z"))
    assert again.events == ()
    told = restarts.read(again.cursor, 0, log, us("2026-03-02T00:00:00Z"))
    assert told.events == (Restart(us("2026-03-01T23:30:00Z"), "update", "0x80020003"),)
    assert restarts.read(told.cursor, 0, log, us("2026-03-02T01:00:00Z")).events == ()


def test_a_start_from_a_clock_in_the_future_is_not_waited_for(captured: Captured) -> None:
    found, waiting = restarts.parse(captured("restarts-nl"), us("2020-01-01T00:00:00Z"))
    assert len(found) == 3
    assert waiting is None


@pytest.mark.parametrize(
    ("process", "code", "reason"),
    [
        ("C:\\Windows\\System32\\MusNotificationUx.exe", "0x80070000", "update"),
        ("C:\\Windows\\uus\\AMD64\\MoUsoCoreWorker.exe", "0x80020010", "update"),
        ("C:\\Windows\\system32\\winlogon.exe", "0x80020003", "update"),
        ("C:\\Windows\\System32\\msiexec.exe", "0x80040002", "update"),
        ("C:\\Windows\\system32\\LogonUI.exe", "0x500ff", "user"),
        ("C:\\Windows\\system32\\winlogon.exe", "0x500ff", "system"),
        ("C:\\Program Files\\Tool\\tool.exe", "onbekend", "system"),
    ],
)
def test_who_asked_is_told_by_code_and_program(
    make_event: Callable[..., str], process: str, code: str, reason: str
) -> None:
    asked = make_event(
        "User32", 1074, 1, "2026-03-01T10:00:00Z", {"param1": f"{process} (LAPTOP)", "param3": "x", "param4": code}
    )
    start = make_event("Microsoft-Windows-Kernel-Boot", 27, 2, "2026-03-01T10:01:00Z", {"BootType": "0"})
    both = tuple(event for xml in (asked, start) if (event := events.parse(xml)))
    found, _ = restarts.parse(both, MUCH_LATER)
    assert [each.reason for each in found] == [reason]


@pytest.mark.parametrize("left_out", ["WER-SystemErrorReporting", "Kernel-Power"])
def test_a_bug_check_is_a_crash_though_one_of_its_two_events_is_missing(
    captured_xml: Callable[[str], list[str]], make_log: MakeLog, left_out: str
) -> None:
    log = make_log().add(*(xml for xml in captured_xml("restarts-de") if f"Microsoft-Windows-{left_out}'" not in xml))
    found = restarts.read("", 0, log, MUCH_LATER).events
    assert reasons(found)[-1] == ("crash", "0x0000009f")


def test_a_report_of_a_bug_check_alone_is_a_crash(make_event: Callable[..., str]) -> None:
    start = make_event("Microsoft-Windows-Kernel-Boot", 27, 2, "2026-03-01T10:01:00Z", {"BootType": "0"})
    report = make_event(
        "Microsoft-Windows-WER-SystemErrorReporting", 1001, 3, "2026-03-01T10:02:00Z", ["onleesbaar", "C:\\x.dmp"]
    )
    both = tuple(event for xml in (start, report) if (event := events.parse(xml)))
    assert reasons(restarts.parse(both, MUCH_LATER)[0]) == [("crash", "")]


def missed(make_event: Callable[..., str], *, record: int, at: str) -> str:
    return make_event("EventLog", 6008, record, at, ["9:55:12 AM", "3/1/2026", "", "", "99", "", ""])


def cold(make_event: Callable[..., str], *, record: int, at: str) -> str:
    return make_event("Microsoft-Windows-Kernel-Boot", 27, record, at, {"BootType": "0"})


def parsed(*xml: str) -> tuple[Event, ...]:
    return tuple(event for each in xml if (event := events.parse(each)))


def test_a_power_cut_is_found_before_the_start_of_its_own_boot(make_event: Callable[..., str]) -> None:
    log = parsed(
        cold(make_event, record=10, at="2026-03-01T09:00:00Z"),
        missed(make_event, record=20, at="2026-03-01T10:00:08Z"),
        cold(make_event, record=24, at="2026-03-01T10:00:00Z"),
    )
    assert reasons(restarts.parse(log, MUCH_LATER)[0]) == [("unknown", ""), ("unclean", "")]


def test_a_power_cut_minutes_after_a_clean_start_is_one_crash(make_event: Callable[..., str]) -> None:
    stopped = make_event("Microsoft-Windows-Kernel-General", 13, 1, "2026-03-01T08:00:00Z", {"StopTime": "x"})
    log = parsed(
        stopped,
        cold(make_event, record=10, at="2026-03-01T10:00:00Z"),
        missed(make_event, record=20, at="2026-03-01T10:05:08Z"),
        cold(make_event, record=24, at="2026-03-01T10:05:00Z"),
    )
    found, _ = restarts.parse(log, MUCH_LATER)
    assert found == (
        Restart(us("2026-03-01T08:00:00Z"), "unknown"),
        Restart(us("2026-03-01T10:05:00Z"), "unclean"),
    )


def test_what_the_event_log_missed_waits_for_the_start_it_belongs_to(make_event: Callable[..., str]) -> None:
    log = parsed(missed(make_event, record=20, at="2026-03-01T10:00:08Z"))
    found, waiting = restarts.parse(log, MUCH_LATER)
    assert (found, waiting) == ((), log[0])


def test_a_shutdown_that_the_kernel_wrote_down_was_clean_whatever_the_event_log_missed(
    make_event: Callable[..., str],
) -> None:
    log = parsed(
        missed(make_event, record=20, at="2026-03-01T10:00:08Z"),
        make_event("Microsoft-Windows-Kernel-General", 13, 23, "2026-03-01T09:00:00Z", {"StopTime": "x"}),
        cold(make_event, record=24, at="2026-03-01T10:00:00Z"),
    )
    assert restarts.parse(log, MUCH_LATER)[0] == (Restart(us("2026-03-01T09:00:00Z"), "unknown"),)


@pytest.mark.parametrize("name", ["restarts-en", "restarts-nl", "restarts-de"])
def test_nothing_of_a_person_is_told(make_log: MakeLog, name: str) -> None:
    told = repr(restarts.read("", 0, make_log(name), MUCH_LATER))
    assert not any(part in told for part in ("anna", "\\", "S-1-", "LAPTOP", "NOTEBOOK", ".exe"))
