from collections.abc import Callable
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.windows import crashes, events
from barometer_agent.sources.windows.events import Event

Captured = Callable[[str], tuple[Event, ...]]
MakeLog = Callable[..., Any]


def us(text: str) -> int:
    found = events.moment_us(text)
    assert found is not None
    return found


def test_crashes_and_hangs_of_windows_11_are_read_once(make_log: MakeLog) -> None:
    log = make_log("crashes-windows11-en")
    found = crashes.read("", 0, log)
    assert found.events == (
        Crash(us("2026-03-02T08:01:56.1806364Z"), "OUTLOOK.EXE", "0xc0000005", "16.0.17928.20114"),
        Crash(us("2026-03-02T09:11:10.7286094Z"), "Invoices.exe", "0xe0434352"),
        Crash(us("2026-03-02T10:00:00.5000000Z"), "Teams.exe", "hang", "24.1.0.0", hang=True),
    )
    assert crashes.read(found.cursor, 0, log).events == ()


def test_a_dutch_windows_10_gives_the_same_without_names(make_log: MakeLog) -> None:
    assert crashes.read("", 0, make_log("crashes-windows10-nl")).events == (
        Crash(us("2026-03-02T08:01:56.1806364Z"), "Salarisadministratie.exe", "0xc0000409", "3.2.0.1"),
        Crash(us("2026-03-02T08:05:00.0000000Z"), "WINWORD.EXE", "hang", "16.0.14326.20454", hang=True),
    )


def test_a_german_windows_10_gives_the_same_without_names(make_log: MakeLog) -> None:
    assert crashes.read("", 0, make_log("crashes-windows10-de")).events == (
        Crash(us("2026-03-02T08:01:56.1806364Z"), "Lohnbuchhaltung Müller.exe", "0x80000003"),
        Crash(us("2026-03-02T08:05:00.0000000Z"), "explorer.exe", "hang", "10.0.19041.3693", hang=True),
    )


def test_the_reports_of_a_crash_are_no_crashes(make_log: MakeLog) -> None:
    log = make_log("crashes-windows11-en")
    crashes.read("", 0, log)
    _, xpath, _ = log.asked[-1]
    assert "Windows Error Reporting" not in xpath
    assert ".NET Runtime" not in xpath


@pytest.mark.parametrize("name", ["crashes-windows11-en", "crashes-windows10-nl", "crashes-windows10-de"])
def test_nothing_of_a_person_is_told(make_log: MakeLog, name: str) -> None:
    told = repr(crashes.read("", 0, make_log(name)))
    assert not any(part in told for part in ("anna", "\\", "S-1-", "LAPTOP", "NOTEBOOK"))


def test_two_crashes_without_a_process_are_two(make_event: Callable[..., str], make_log: MakeLog) -> None:
    log = make_log().add(
        *(
            make_event("Application Error", 1000, record, f"2026-03-02T08:0{record}:00Z", ["a.exe"], "Application")
            for record in (1, 2)
        )
    )
    assert [crash.kind for crash in crashes.read("", 0, log).events] == ["", ""]


@pytest.mark.parametrize(
    ("process", "started", "told"),
    [
        ("2fa0", "01dc8b3a7b7f1c4f", ["hang"]),
        ("2fa1", "01dc8b3a7b7f1c4f", ["hang", ""]),
        ("2fa0", "01dc", ["hang", ""]),
    ],
)
def test_a_process_that_hangs_and_then_crashes_is_told_once_on_windows_10(
    make_event: Callable[..., str], make_log: MakeLog, process: str, started: str, told: list[str]
) -> None:
    hung = ["a.exe", "1.0", "2fa0", "01dc8b3a7b7f1c4f", "0", "C:\\a.exe"]
    crashed = ["a.exe", "1.0", "", "", "", "", "", "", process, started, "C:\\a.exe"]
    log = make_log().add(
        make_event("Application Hang", 1002, 1, "2026-03-02T08:01:00Z", hung, "Application"),
        make_event("Application Error", 1000, 2, "2026-03-02T08:01:09Z", crashed, "Application"),
    )
    assert [crash.kind for crash in crashes.read("", 0, log).events] == told


def test_a_program_that_is_called_as_the_person_has_no_name(make_event: Callable[..., str], make_log: MakeLog) -> None:
    where = "C:\\Users\\jan\\jan-cv.exe"
    crashed = ["jan-cv.exe", "1.0", "", "", "", "", "c0000005", "", "1", "2", where]
    hung = ["jan-cv.exe", "1.0", "3", "4", "", where]
    log = make_log().add(
        make_event("Application Error", 1000, 1, "2026-03-02T08:01:00Z", crashed, "Application"),
        make_event("Application Hang", 1002, 2, "2026-03-02T08:02:00Z", hung, "Application"),
    )
    assert [crash.application for crash in crashes.read("", 0, log).events] == ["unknown", "unknown"]


def test_a_crash_without_an_application_is_left_out(make_event: Callable[..., str], make_log: MakeLog) -> None:
    log = make_log().add(make_event("Application Error", 1000, 1, "2026-03-02T08:00:00Z", [], "Application"))
    assert crashes.read("", 0, log).events == ()


def test_a_log_that_may_not_be_read_is_no_data(make_log: MakeLog) -> None:
    log = make_log("crashes-windows11-en")
    log.refused.add("Application")
    with pytest.raises(NoData):
        crashes.read("", 0, log)
