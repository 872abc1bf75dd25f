"""The readers of Windows through Windows' own functions: whatever Wine answers is data or a reason, never a crash."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from installers.windows.runtime import cache_folder, runtime

from tests.windows.wine import Wine, sources, to_windows

pytestmark = pytest.mark.timeout(240)  # the first of all makes the Windows

QUESTIONS = (
    "boots", "sign_ins", "crashes", "restarts", "wakes", "vpn_connects",
    "pressure", "load", "power", "usage", "connection", "drives", "limits",
)  # fmt: skip
RECORDS = QUESTIONS[:6]
ASK = """
import importlib, json, sys
from barometer_agent.sampler import NoData
for question in sys.argv[2:]:
    read = importlib.import_module(f"barometer_agent.sources.{question}").read
    try:
        told = {"data": repr(read("", 0) if question in sys.argv[1].split(",") else read())}
    except NoData as error:
        told = {"reason": error.reason.nl}
    print(json.dumps({question: told}), flush=True)
"""
EVENT = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Application Error'/>"
    "<EventID>1000</EventID><TimeCreated SystemTime='2026-03-02T08:00:00.1234567Z'/><EventRecordID>{record}"
    "</EventRecordID><Channel>Application</Channel></System><EventData><Data Name='AppName'>Büro{record}.exe</Data>"
    "<Data Name='ExceptionCode'>c0000005</Data><Data Name='AppPath'>{path}</Data></EventData></Event>"
)
Run = Callable[..., Any]


@pytest.fixture
def run(wine: Wine) -> Run:
    """Runs Python on Windows with the agent of this working copy; what it printed, each line from JSON."""
    made = runtime(cache_folder())

    def start(code: str, *arguments: str, environment: dict[str, str] | None = None) -> list[Any]:
        done = wine.run(
            made / "python.exe", "-c", code, *arguments, seconds=100, environment=sources(made) | (environment or {})
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return start


@pytest.fixture
def event_log(wine: Wine, tmp_path: Path) -> Iterator[Callable[[list[str]], dict[str, str]]]:
    """Puts a stand-in for wevtapi.dll into this Windows; gives the environment with which its logs hold these lines."""
    own = wine.prefix / "drive_c" / "windows" / "system32" / "wevtapi.dll"
    kept = tmp_path / "wevtapi.dll"
    shutil.copy(own, kept)
    source = Path(__file__).with_name("wevtapi.c")
    built = tmp_path / "built.dll"
    compiler = ("x86_64-w64-mingw32-gcc", "-O1", "-Wall", "-Werror", "-D_WIN32_WINNT=0x0A00", "-shared")
    subprocess.run([*compiler, "-o", str(built), str(source)], check=True, timeout=60)
    shutil.copy(built, own)

    def fill(lines: list[str]) -> dict[str, str]:
        (tmp_path / "events").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        overrides = "wevtapi=n;mscoree,mshtml="
        return {"EVENTS_FILE": to_windows(tmp_path / "events"), "WINEDLLOVERRIDES": overrides}

    yield fill
    shutil.copy(kept, own)


def lines(records: range, path: str = "C:\\x.exe") -> list[str]:
    return [f"Application\t{record}\t{EVENT.format(record=record, path=path)}" for record in records]


def test_every_reader_gives_data_or_a_reason(run: Run) -> None:
    told = {name: answer for line in run(ASK, ",".join(RECORDS), *QUESTIONS) for name, answer in line.items()}
    assert set(told) == set(QUESTIONS)
    for answer in told.values():
        assert answer.get("data") or answer["reason"].strip()
    assert told["load"]["data"].startswith("Load(")
    assert told["limits"]["data"] == "Limits(battery_saver=False, metered=False)"
    assert "accu" in told["power"]["reason"]
    assert "Connection(kind='wired'" in told["connection"].get("data", "Connection(kind='wired'")


def test_a_log_is_read_to_its_end_and_every_handle_is_closed(run: Run, event_log: Callable[..., Any]) -> None:
    code = """
import ctypes, json
from barometer_agent.sources import crashes
first = crashes.read("", 0)
again = crashes.read(first.cursor, 0)
library = ctypes.WinDLL("wevtapi.dll", winmode=0x800)
print(json.dumps([[each.application for each in first.events], len(again.events), library.OpenHandles()]))
"""
    [[applications, again, left_open]] = run(code, environment=event_log(lines(range(1, 121))))
    assert applications == [f"Büro{record}.exe" for record in range(1, 121)]
    assert again == 0
    assert left_open == 0


def test_reading_goes_on_at_the_bookmark(run: Run, event_log: Callable[..., Any]) -> None:
    code = """
import json
from barometer_agent.sources.windows.eventlog import EventLog
log = EventLog()
span = log.span("Application")
near = log.query("Application", "*[System[EventID=1000]]", 118, 500)
most = log.query("Application", "*[System[EventID=1000]]", 0, 7)
print(json.dumps([span.oldest, span.newest, len(near), len(most)]))
"""
    assert run(code, environment=event_log(lines(range(101, 121)))) == [[101, 120, 3, 7]]


def test_a_long_event_is_read_whole_and_one_without_end_not_at_all(run: Run, event_log: Callable[..., Any]) -> None:
    code = """
import json
from barometer_agent.sources.windows.eventlog import EventLog
found = EventLog().query("Application", "*[System[EventID=1000]]", 0, 10)
print(json.dumps([[len(text), text.endswith("</Event>")] for text in found]))
"""
    sizes = (10, 30_000, 150_000)
    logged = [line for number, size in enumerate(sizes) for line in lines(range(number, number + 1), "x" * size)]
    [found] = run(code, environment=event_log([*logged, *lines(range(9, 10))]))
    assert [whole for _, whole in found] == [True] * 4
    assert [length > size for (length, _), size in zip(found, sizes, strict=False)] == [True] * 3


@pytest.mark.parametrize(
    ("channel", "told"), [("Denied", "Event Log Readers"), ("Missing", "this Windows has no event log Missing")]
)
def test_a_log_that_cannot_be_read_says_why(run: Run, event_log: Callable[..., Any], channel: str, told: str) -> None:
    code = """
import json, sys
from barometer_agent.sampler import NoData
from barometer_agent.sources.windows.eventlog import EventLog
for ask in (EventLog().span, lambda channel: EventLog().query(channel, "*[System[EventID=1]]", 0, 1)):
    try:
        ask(sys.argv[1])
    except NoData as error:
        print(json.dumps(error.reason.en))
"""
    found = run(code, channel, environment=event_log(lines(range(1, 2))))
    assert len(found) == 2
    assert all(told in reason for reason in found)
