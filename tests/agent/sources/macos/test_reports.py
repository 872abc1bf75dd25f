import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.macos import reports
from barometer_agent.sources.macos.reports import CRASH, HANG, PANIC, Incomplete, Report

CRASHED_US = 1_795_162_471_640_900


def changed(text: str, metadata: dict[str, object] | None = None, payload: dict[str, object] | None = None) -> str:
    first, _, rest = text.partition("\n")
    return json.dumps(json.loads(first) | (metadata or {})) + "\n" + json.dumps(json.loads(rest) | (payload or {}))


def test_a_crash_is_told_by_name_version_signal_and_moment(captured: Callable[[str], str]) -> None:
    assert reports.parse("Tekenbord-2026-11-20-091432.ips", captured("crash.ips")) == Report(
        "A0000004-0000-4000-8000-000000000004", CRASHED_US, CRASH, "Tekenbord", "4.2.1", "SIGSEGV"
    )


def test_a_crash_of_an_older_system_is_told_by_the_same(captured: Callable[[str], str]) -> None:
    name = "Rekenblad_2026-11-19-163041_laptop.crash"
    assert reports.parse(name, captured("crash.crash")) == Report(
        name, 1_795_102_241_123_000, CRASH, "Rekenblad", "2.0.3", "SIGABRT"
    )


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("app.hang", Report("x.hang", 1_794_996_312_000_000, HANG, "Planning", "", "hang")),
        ("app.spin", Report("x.spin", 1_794_932_326_000_000, HANG, "Tekenbord", "4.1", "hang")),
        (
            "app_with_metadata.hang",
            Report("A0000007-0000-4000-8000-000000000007", 1_795_172_398_126_000, HANG, "Planning", "7.1", "hang"),
        ),
    ],
)
def test_a_hang_is_told_by_its_command(file: str, expected: Report, captured: Callable[[str], str]) -> None:
    assert reports.parse(f"x.{file.rpartition('.')[2]}", captured(file)) == expected


def test_a_panic_is_told_by_its_moment_alone(captured: Callable[[str], str]) -> None:
    assert reports.parse("panic-full-2026-11-16-072941.0002.ips", captured("panic.ips")) == Report(
        "A000000C-0000-4000-8000-00000000000C", 1_794_810_581_000_000, PANIC
    )


def test_reports_of_other_sorts_are_none_of_ours(captured: Callable[[str], str]) -> None:
    assert reports.parse("x.diag", captured("wakeups.diag")) is None
    for bug_type in ("298", "288", "385", "202"):
        assert reports.parse("x.ips", changed(captured("crash.ips"), {"bug_type": bug_type})) is None


def test_a_simulated_crash_ended_nothing(captured: Callable[[str], str]) -> None:
    assert reports.parse("x.ips", changed(captured("crash.ips"), payload={"isSimulated": 1})) is None


@pytest.mark.parametrize("share", [0.0, 0.1, 0.4, 0.7, 0.99])
def test_a_report_that_is_still_being_written_is_incomplete(share: float, captured: Callable[[str], str]) -> None:
    text = captured("crash.ips").rstrip()
    with pytest.raises(Incomplete):
        reports.parse("x.ips", text[: int(len(text) * share)])


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ({"exception": {"type": "EXC_BREAKPOINT"}}, "EXC_BREAKPOINT"),
        ({"exception": None, "termination": {"namespace": "DYLD", "code": 1}}, "DYLD 1"),
        ({"exception": {}, "termination": None}, "unknown"),
        ({"exception": {"signal": "/Users/eva/x"}}, "unknown"),
    ],
)
def test_a_crash_without_a_signal_is_told_by_what_ended_it(
    payload: dict[str, object], kind: str, captured: Callable[[str], str]
) -> None:
    report = reports.parse("x.ips", changed(captured("crash.ips"), payload=payload))
    assert report is not None
    assert report.kind == kind


def test_the_incident_is_known_from_the_first_line_alone(captured: Callable[[str], str]) -> None:
    first = captured("crash.ips").partition("\n")[0]
    assert reports.incident("x.ips", first) == "A0000004-0000-4000-8000-000000000004"
    assert reports.incident("x.crash", "Process: y [1]\n") == "x.crash"


@pytest.mark.parametrize("name", ["crash.crash", "app.hang"])
def test_a_program_that_is_called_as_the_person_whose_folder_it_lay_in_has_no_name(
    name: str, captured: Callable[[str], str]
) -> None:
    text = captured(name)
    plain, persons = (
        reports.parse(name, text, "eva"),
        reports.parse(name, text, "planning" if "hang" in name else "rek"),
    )
    assert plain is not None
    assert persons is not None
    assert plain.application in ("Planning", "Rekenblad")
    assert persons.application == "unknown"


@given(st.text(max_size=300), st.sampled_from(["x.ips", "x.crash", "x.hang", "x.panic"]))
def test_no_text_breaks_reading(text: str, name: str) -> None:
    for content in (text, "{" + text, '{"bug_type":"309"}\n' + text, "Date/Time: 2026-11-20 09:14:31 +0100\n" + text):
        try:
            report = reports.parse(name, content)
        except Incomplete:
            continue
        assert report is None or report.at_us > 0


def test_a_moment_is_read_with_its_offset() -> None:
    assert reports.moment_us("2023-09-16 16:30:41 +0300") == 1_694_871_041_000_000
    assert reports.moment_us("2026-11-20 09:14:31.6 -0500") == 1_795_184_071_600_000
    assert reports.moment_us("2026-13-20 09:14:31 +0100") is reports.moment_us("") is None
