import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import ended_boots
from barometer_agent.sources.macos.ended_boots import REBOOT, SHUTDOWN, Mark

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW_US = round(datetime(2026, 11, 22, 12, 0, tzinfo=UTC).timestamp()) * 1_000_000


def us(*local: int) -> int:
    year, month, day, hour, minute = local
    return round(datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM).timestamp()) * 1_000_000


def test_starts_and_shutdowns_are_dated_with_the_year_that_last_leaves_out(captured: Callable[[str], str]) -> None:
    assert ended_boots.parse(captured("last.txt"), NOW_US, AMSTERDAM) == (
        Mark(REBOOT, us(2025, 12, 25, 9, 14)),
        Mark(SHUTDOWN, us(2025, 12, 25, 18, 0)),
        Mark(REBOOT, us(2026, 11, 13, 8, 58)),
        Mark(SHUTDOWN, us(2026, 11, 13, 17, 2)),
        Mark(REBOOT, us(2026, 11, 15, 21, 35)),
        Mark(REBOOT, us(2026, 11, 16, 7, 31)),
        Mark(REBOOT, us(2026, 11, 17, 8, 17)),
    )


def test_the_lines_of_older_systems_are_read_too() -> None:
    text = (
        "reboot    ~                         Tue Nov 17 08:17 \nshutdown  ~                         Mon Nov 16 17:16 \n"
    )
    marks = ended_boots.parse(text, NOW_US, AMSTERDAM)
    assert marks == (Mark(SHUTDOWN, us(2026, 11, 16, 17, 16)), Mark(REBOOT, us(2026, 11, 17, 8, 17)))


def test_a_day_that_only_leap_years_have_is_dated() -> None:
    [mark] = ended_boots.parse("reboot time      Thu Feb 29 10:00\n", NOW_US, AMSTERDAM)
    assert mark.at_us == us(2024, 2, 29, 10, 0)


@pytest.mark.parametrize(
    "line",
    [
        "reboot time      di nov 17 08:17",
        "reboot time      Tue Foo 17 08:17",
        "reboot time  Tue Nov 77 08:17",
        "eva  console",
    ],
)
def test_lines_that_cannot_be_dated_are_left_out(line: str) -> None:
    assert ended_boots.parse(f"{line}\n", NOW_US, AMSTERDAM) == ()


@given(st.lists(st.integers(1, 300 * 24 * 60), max_size=20))
def test_marks_less_than_a_year_apart_get_their_own_year_back(gaps_minutes: list[int]) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    found = [now - timedelta(minutes=minutes) for minutes in itertools.accumulate(gaps_minutes)]
    lines = "".join(f"reboot time     {moment:%a %b} {moment.day:2} {moment:%H:%M}\n" for moment in found)
    marks = ended_boots.parse(lines, NOW_US, UTC)
    assert [mark.at_us for mark in marks] == [round(one.timestamp()) * 1_000_000 for one in reversed(found)]


def test_last_is_asked_for_both(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    folder = mac(last=captured("last.txt"))
    assert len(ended_boots.read(NOW_US)) == 7
    assert (folder / "asked").read_text() == "last reboot shutdown\n"


def test_without_any_start_there_is_no_data(mac: Callable[..., Path]) -> None:
    mac(last="\nwtmp begins Tue Jan 14 11:49:32 CET 2025\n")
    with pytest.raises(NoData, match="last tells of no start"):
        ended_boots.read(NOW_US)
