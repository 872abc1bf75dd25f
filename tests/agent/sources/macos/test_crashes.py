import json
import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.cursor import restored
from barometer_agent.sources.macos import crashes
from barometer_agent.sources.macos.crashes import Told
from barometer_agent.sources.records import Records

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def us(at: datetime) -> int:
    return round(at.timestamp()) * 1_000_000


def crash(folder: Path, name: str, at: datetime, *, incident: str = "", written: datetime | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = at.strftime("%Y-%m-%d %H:%M:%S.00 +0000")
    first = {"bug_type": "309", "app_name": name, "timestamp": stamp, "incident_id": incident or f"{name} {stamp}"}
    path = folder / f"{name}-{at:%Y-%m-%d-%H%M%S}.ips"
    path.write_text(f"{json.dumps(first)}\n{json.dumps({'procName': name, 'exception': {'signal': 'SIGSEGV'}})}")
    second = (written or at + timedelta(seconds=5)).timestamp()
    os.utime(path, (second, second))
    return path


def told(records: Records[Crash]) -> list[str]:
    return [one.application for one in records.events]


def look(places: Iterable[Path], cursor: str = "", since: datetime = NOON, now: datetime = NOON) -> Records[Crash]:
    return crashes.since(list(places), cursor, us(since), us(now))


LATER = NOON + timedelta(days=3)


def test_each_crash_is_told_once_oldest_first(tmp_path: Path) -> None:
    crash(tmp_path, "Late", NOON + timedelta(hours=2))
    crash(tmp_path / "Retired", "Early", NOON + timedelta(hours=1))
    first = look([tmp_path], now=LATER)
    assert told(first) == ["Early", "Late"]
    assert told(look([tmp_path], first.cursor, now=LATER)) == []
    crash(tmp_path, "Next", NOON + timedelta(hours=3))
    assert told(look([tmp_path], first.cursor, now=LATER)) == ["Next"]


def test_two_crashes_of_one_moment_are_two(tmp_path: Path) -> None:
    at = NOON + timedelta(hours=1)
    crash(tmp_path, "One", at)
    first = look([tmp_path], now=LATER)
    crash(tmp_path, "Two", at)
    assert told(look([tmp_path], first.cursor, now=LATER)) == ["Two"]


def test_copies_of_a_report_count_once(tmp_path: Path) -> None:
    at = NOON + timedelta(hours=1)
    original = crash(tmp_path / "home", "Tekenbord", at, incident="A")
    crash(tmp_path, "Tekenbord", at, incident="A")
    places = [tmp_path, tmp_path / "home"]
    first = look(places, now=LATER)
    assert told(first) == ["Tekenbord"]
    retired = tmp_path / "home" / "Retired"
    retired.mkdir()
    original.rename(retired / "moved.ips")
    crash(tmp_path, "Tekenbord", at, incident="A", written=LATER)
    assert told(look(places, first.cursor, now=LATER)) == []


def test_a_copy_that_turns_up_after_days_is_no_news(tmp_path: Path) -> None:
    crash(tmp_path, "Other", NOON + timedelta(days=2))
    first = look([tmp_path], now=LATER)
    crash(tmp_path, "Tekenbord", NOON + timedelta(hours=1), written=LATER)
    assert told(look([tmp_path], first.cursor, now=LATER)) == []


def test_a_report_that_turns_up_late_is_told_all_the_same(tmp_path: Path) -> None:
    crash(tmp_path, "Late", NOON + timedelta(hours=8))
    first = look([tmp_path], now=LATER)
    crash(tmp_path, "Early", NOON + timedelta(hours=1), written=NOON + timedelta(hours=9))
    assert told(look([tmp_path], first.cursor, now=LATER)) == ["Early"]


def test_a_report_half_written_is_told_when_it_is_whole(tmp_path: Path) -> None:
    path = crash(tmp_path, "Tekenbord", NOON + timedelta(hours=1))
    whole, times = path.read_text(), path.stat()
    path.write_text(whole[:-20])
    os.utime(path, (times.st_atime, times.st_mtime))
    first = look([tmp_path], now=LATER)
    assert told(first) == []
    path.write_text(whole)
    assert told(look([tmp_path], first.cursor, now=LATER)) == ["Tekenbord"]


def test_the_first_look_goes_no_further_back_than_asked(tmp_path: Path) -> None:
    crash(tmp_path, "Before", NOON - timedelta(hours=1), written=NOON + timedelta(hours=1))
    first = look([tmp_path])
    assert told(first) == []
    assert told(look([tmp_path], first.cursor)) == []


def test_a_report_from_the_future_hides_nothing_that_follows(tmp_path: Path) -> None:
    crash(tmp_path, "Wrong", NOON + timedelta(days=5000))
    first = look([tmp_path], now=NOON + timedelta(hours=1))
    assert told(first) == ["Wrong"]
    crash(tmp_path, "Next", NOON + timedelta(hours=2))
    second = look([tmp_path], first.cursor, now=NOON + timedelta(hours=3))
    assert told(second) == ["Next"]


def test_very_many_are_told_in_parts(tmp_path: Path) -> None:
    for minute in range(5):
        crash(tmp_path, f"App{minute}", NOON + timedelta(minutes=minute + 1))
    cursor, found = "", []
    for _ in range(4):
        part = crashes.since([tmp_path], cursor, us(NOON), us(LATER), most=2)
        assert len(part.events) <= 2
        cursor = part.cursor
        found += told(part)
    assert found == [f"App{minute}" for minute in range(5)]


def test_hangs_are_told_and_panics_are_left_to_the_restarts(tmp_path: Path, captured: Callable[[str], str]) -> None:
    for name in ("app.hang", "panic.ips", "crash.ips"):
        path = tmp_path / name
        path.write_text(captured(name))
    found = look([tmp_path], since=NOON - timedelta(days=14), now=LATER)
    assert [(one.application, one.kind, one.hang) for one in found.events] == [
        ("Planning", "hang", True),
        ("Tekenbord", "SIGSEGV", False),
    ]


@given(st.text(max_size=60))
def test_a_damaged_cursor_starts_anew(cursor: str) -> None:
    for text in (cursor, '{"at_us":1,"from_us":' + cursor, '{"at_us":1,"from_us":2,"incidents":3}', "[]"):
        told = restored(text, Told)
        assert told is None or isinstance(told.at_us, int)


def test_the_cursor_forgets_what_can_be_no_news_any_more(tmp_path: Path) -> None:
    crash(tmp_path, "Old", NOON + timedelta(hours=1))
    first = look([tmp_path], now=LATER)
    crash(tmp_path, "New", NOON + timedelta(days=2))
    told = restored(look([tmp_path], first.cursor, now=LATER).cursor, Told)
    assert told is not None
    assert list(told.incidents.values()) == [us(NOON + timedelta(days=2))]


def test_no_name_of_a_person_is_in_the_cursor(tmp_path: Path) -> None:
    crash(tmp_path / "Users" / "eva" / "reports", "Tekenbord", NOON + timedelta(hours=1))
    cursor = look([tmp_path / "Users" / "eva" / "reports"], now=LATER).cursor
    assert "eva" not in cursor
    assert "Tekenbord" not in cursor


def test_reading_works_where_no_mac_is() -> None:
    records = crashes.read("", us(LATER))
    assert records.events == ()
    assert crashes.read(records.cursor, 0).events == ()
