"""The readers of Windows through Windows' own functions: whatever Wine answers is data or a reason, never a crash."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.windows.conftest import Run
from tests.windows.wine import to_windows

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


@pytest.fixture
def event_log(stand_in: Callable[[str], dict[str, str]], tmp_path: Path) -> Callable[[list[str]], dict[str, str]]:
    """Puts a stand-in for wevtapi.dll into this Windows; gives the environment with which its logs hold these lines."""
    environment = stand_in("wevtapi")

    def fill(lines: list[str]) -> dict[str, str]:
        (tmp_path / "events").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return environment | {"EVENTS_FILE": to_windows(tmp_path / "events")}

    return fill


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
    ("channel", "told"), [("Denied", "opens the security log"), ("Missing", "this Windows has no event log Missing")]
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


def test_a_counter_is_read_again_and_again_without_a_thread(run: Run) -> None:
    code = r"""
import json, threading
from barometer_agent.sources.windows.counters import Counter
with Counter(r"\System\System Up Time") as counter:
    print(json.dumps([counter.read() > 0, counter.read() > 0, threading.active_count()]))
"""
    assert run(code) == [[True, True, 1]]


def test_asking_for_the_pressure_leaves_no_thread_behind(run: Run) -> None:
    code = """
import contextlib, json, psutil
from barometer_agent.sampler import NoData
from barometer_agent.sources import load, pressure
def look():
    load.read()
    with contextlib.suppress(NoData):  # Wine counts neither queue nor disks
        pressure.read()
    return psutil.Process().num_threads()
look()
look()
before = look()
print(json.dumps([max(look() for _ in range(3)) > before, "getloadavg" in pressure.__dict__]))
"""
    assert run(code) == [[False, False]]


def test_asking_leaves_no_handle_open(run: Run) -> None:
    code = """
import contextlib, importlib, json, sys
from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import kernel32
from barometer_agent.windows import pipes
questions = [importlib.import_module(f"barometer_agent.sources.{name}").read for name in sys.argv[2:]]
records = sys.argv[1].split(",")
def ask():
    for name, read in zip(sys.argv[2:], questions):
        with contextlib.suppress(NoData):
            read("", 0) if name in records else read()
def are_open():  # Wine gives out the lowest number that is free, so with these there are no gaps
    more = [pipes.event() for _ in range(500)]
    for number in more:
        kernel32.close(number)
    return max(more) // 4 - len(more)
ask()
before = are_open()
for _ in range(30):
    ask()
print(json.dumps(are_open() - before))
"""
    [more] = run(code, ",".join(RECORDS), *QUESTIONS)
    assert more < 15  # not one for each time


def test_time_awake_goes_on_and_a_boot_has_a_name(run: Run) -> None:
    code = """
import json, time
from barometer_agent.sources import uptime
first = uptime.read()
time.sleep(0.05)
second = uptime.read()
print(json.dumps([second.awake_ms > first.awake_ms > 0, first.boot_id == second.boot_id != ""]))
"""
    assert run(code) == [[True, True]]


def test_heat_is_told_of_processors_that_run_at_their_full_speed(run: Run) -> None:
    code = (
        "import json; from barometer_agent.sources.windows import thermal; print(json.dumps(thermal.slowed_permille()))"
    )
    assert run(code) == [0]
