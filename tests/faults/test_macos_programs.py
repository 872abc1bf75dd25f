"""A Mac whose programs are missing, fail, speak another language or print anything at all: no reader may break."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import system
from barometer_agent.sources.records import Records

EVENTS = ("boots", "crashes", "restarts", "sign_ins", "wakes")
MOMENTS = ("connection", "drives", "limits", "load", "power", "pressure", "usage")
PROGRAMS = (
    *("diskutil", "ioreg", "last", "log", "netstat", "notifyutil"),
    *("pmset", "sysctl", "system_profiler", "wdutil"),
)
BOOT = (
    "kern.bootsessionuuid: A\nkern.waketime: { sec = 5, usec = 0 } do\n"
    "kern.boottime: { sec = 1795159413, usec = 0 } vr 20 nov 08:23:33 2026\n"
)
PLIST = '<?xml version="1.0"?><plist version="1.0">'

# what each of the programs says, and how it ends
TROUBLE = {
    "an error": ("Fehler: Vorgang nicht zulässig", 1),
    "nothing": ("", 0),
    "words for people": ("Er is een onbekende fout opgetreden; probeer het later opnieuw.\n", 0),
    "JSON of another shape": ('[{"timestamp": [], "SPAirPortDataType": {}}]\n{"timestamp": 3}\n', 0),
    "a property list of another shape": (f"{PLIST}<array><string>Ü</string><dict/></array></plist>", 0),
    "a property list of other types": (
        f"{PLIST}<dict><key>IOConsoleUsers</key><true/><key>WholeDisks</key><integer>3</integer>"
        "<key>DesignCapacity</key><string>viel</string><key>HIDIdleTime</key><real>1.5</real></dict></plist>",
        0,
    ),
    "a property list cut short": (f"{PLIST}<dict><key>IOConsole", 0),
    "the right words in other places": (
        f"{BOOT}Internet:\ndefault\nreboot time\n2026-11-20 08:30:03 +0100 Wake\nRSSI : dBm\n",
        0,
    ),
    "very much": ("x" * 500_000, 0),
}


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Puts all programs of macOS on PATH, saying the same."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def install(text: str, status: int) -> None:
        said = tmp_path / "said"
        said.write_text(text)
        for name in PROGRAMS:
            program = tmp_path / name
            program.write_text(f"#!/bin/sh\ncat {shlex.quote(str(said))}\nexit {status}\n")
            program.chmod(0o755)

    return install


@pytest.mark.parametrize("trouble", TROUBLE)
def test_no_answer_breaks_a_reading(trouble: str, programs: Callable[[str, int], None]) -> None:
    programs(*TROUBLE[trouble])
    read_all()


def test_a_mac_without_its_programs_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    read_all()


def read_all() -> None:
    """Asks every question twice; only NoData, in both languages, may stand for an answer."""
    for question in EVENTS:
        cursor = ""
        for _ in range(2):
            cursor = after(question, cursor)
    for question in MOMENTS:
        try:
            system.reader(question, "darwin").read()
        except NoData as nothing:
            told(question, nothing)


def after(question: str, cursor: str) -> str:
    try:
        records: Records[object] = system.reader(question, "darwin").read(cursor, 0)
    except NoData as nothing:
        told(question, nothing)
        return cursor
    assert records.events == (), question
    return records.cursor


def told(question: str, nothing: NoData) -> None:
    assert nothing.reason.en, question
    assert nothing.reason.nl, question
    assert len(nothing.reason.en) < 400, question
