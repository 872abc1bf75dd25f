from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import local_time, unified_log
from barometer_agent.sources.macos.unified_log import Entry

BOOT = "A000000A-0000-4000-8000-00000000000A"
REFUSED = "log: Could not open local log store: Operation not permitted\n"


def test_entries_are_read_with_both_clocks(captured: Callable[[str], str]) -> None:
    entries = unified_log.parse(captured("start.ndjson"))
    assert entries[0] == Entry(1_795_159_418_536_777, 124632480, BOOT, "kernel", "kprintf initialized")
    assert [entry.process for entry in entries] == ["kernel", "WindowServer", "loginwindow", "loginwindow"]


@pytest.mark.parametrize(
    "line",
    [
        "Filtering the log data using \"process == 'kernel'\"",
        '{"count":4,"finished":1}',
        '{"timestamp":"yesterday","eventMessage":"x"}',
        '{"timestamp":"2026-11-20 08:23:38.536777+0100","eventMess',
        "{" * 5000,
        '{"timestamp":null}',
    ],
)
def test_what_is_no_entry_is_left_out(line: str) -> None:
    assert unified_log.parse(f"{line}\n") == ()


def test_an_entry_without_a_message_or_clock_is_an_entry_all_the_same() -> None:
    [entry] = unified_log.parse(
        '{"timestamp":"2026-11-20 08:23:38.500000-0500","eventMessage":null,"machTimestamp":"x"}'
    )
    assert (entry.at_us, entry.ticks, entry.message) == (1_795_181_018_500_000, 0, "")


@given(st.text(max_size=200))
def test_no_text_breaks_reading(text: str) -> None:
    unified_log.parse("{" + text)


def test_the_log_is_asked_for_a_stretch_of_local_time(mac: Callable[..., Path]) -> None:
    folder = mac(log='{"count":0,"finished":1}\n')
    assert unified_log.show("p", 1_795_159_413_343_017, 1_795_159_473_000_001) == ()
    start, end = (local_time.at(second * 1_000_000) for second in (1_795_159_413, 1_795_159_474))
    assert (folder / "asked").read_text() == f"log show --style ndjson --predicate p --start {start} --end {end}\n"


def test_a_log_that_may_not_be_read_says_what_it_takes(mac: Callable[..., Path]) -> None:
    mac(log=(REFUSED, 77))
    with pytest.raises(NoData, match="run the agent as root") as nothing:
        unified_log.show("p", 0, 1)
    assert "als root" in nothing.value.reason.nl


def test_other_trouble_is_told_by_its_status(mac: Callable[..., Path]) -> None:
    mac(log=("log: bad predicate in /Users/jan.devries/x\n", 64))
    with pytest.raises(NoData, match=r"^log failed with status 64: [^/]*$"):
        unified_log.show("p", 0, 1)


def test_without_the_program_there_is_no_log(mac: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(mac().parent))
    with pytest.raises(NoData, match="log is not installed"):
        unified_log.show("p", 0, 1)
