from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import channel, events
from barometer_agent.sources.windows.channel import MOST, Position, Reading

WANTED = channel.of("Source", 7)
SINCE_US = 1_767_225_600_000_000
Make = Callable[..., str]


def at(record: int) -> str:
    return events.stamp(SINCE_US + record * 1_000_000)


@pytest.fixture
def fill(make_log: Callable[..., Any], make_event: Make) -> Callable[..., Any]:
    def make(records: Iterable[int], **others: int) -> Any:
        log = make_log().add(*(make_event("Source", 7, record, at(record)) for record in records))
        log.newest = {"System": others["newest"]} if "newest" in others else {}
        log.oldest = {"System": others["oldest"]} if "oldest" in others else {}
        return log

    return make


def follow(log: Any, cursor: str = "", since_us: int = SINCE_US) -> Reading:
    return channel.follow(log, "System", WANTED, cursor, since_us)


def records(reading: Reading) -> list[int]:
    return [event.record for event in reading.events]


def test_the_first_reading_looks_back_to_a_time(fill: Callable[..., Any]) -> None:
    assert records(follow(fill(range(1, 9)), since_us=SINCE_US + 5_000_000)) == [5, 6, 7, 8]


def test_a_reading_goes_on_where_the_one_before_it_ended(fill: Callable[..., Any]) -> None:
    cursor = follow(fill([1, 2])).cursor()
    found = follow(fill([1, 2, 3, 5]), cursor, since_us=0)
    assert records(found) == [3, 5]
    assert found.lost is None


def test_a_log_in_which_nothing_was_written_is_not_looked_through(fill: Callable[..., Any]) -> None:
    log = fill([1, 2], newest=40)
    cursor = follow(log).cursor()
    log.asked.clear()
    assert records(follow(log, cursor)) == []
    assert log.asked == []


def test_windows_is_told_where_to_begin(fill: Callable[..., Any]) -> None:
    log = fill([1, 2], newest=40)
    cursor = follow(log).cursor()
    log.newest["System"] = 41
    follow(log, cursor)
    name, xpath, near = log.asked[-1]
    assert (name, near) == ("System", 40)
    assert xpath == "*[System[(Provider[@Name='Source'] and (EventID=7)) and EventRecordID > 40]]"


def test_an_event_that_waits_is_read_again_with_what_follows(fill: Callable[..., Any]) -> None:
    log = fill([1, 2, 3])
    first = follow(log)
    cursor = first.cursor(waiting=first.events[1])
    assert records(follow(log, cursor)) == [2, 3]
    assert follow(log, cursor).lost is None


def test_many_events_come_in_parts(fill: Callable[..., Any]) -> None:
    log = fill(range(1, MOST + 11))
    first = follow(log)
    assert len(first.events) == MOST
    assert records(follow(log, first.cursor())) == list(range(MOST + 1, MOST + 11))


def test_events_that_windows_could_not_give_hide_none_that_follow(fill: Callable[..., Any], make_event: Make) -> None:
    log = fill(range(1, MOST + 11))
    given = log.query
    log.query = lambda *asked: ["" if "EventRecordID>3<" in text else text for text in given(*asked)]
    first = follow(log)
    assert len(first.events) == MOST - 1
    assert records(follow(log, first.cursor())) == list(range(MOST + 1, MOST + 11))


def test_nothing_waits_in_the_way_of_a_part_that_is_full(fill: Callable[..., Any]) -> None:
    log = fill(range(1, MOST + 2))
    first = follow(log)
    assert records(follow(log, first.cursor(waiting=first.events[0]))) == [MOST + 1]


def test_a_log_whose_numbers_began_anew_is_read_from_the_start_and_said(fill: Callable[..., Any]) -> None:
    cursor = follow(fill([90, 91])).cursor()
    found = follow(fill([1, 2]), cursor)
    assert records(found) == [1, 2]
    assert found.lost is not None
    assert "System" in found.lost.nl
    assert follow(fill([1, 2]), found.cursor()).lost is None


def test_a_log_that_was_emptied_is_said_once(fill: Callable[..., Any]) -> None:
    cursor = follow(fill([90, 91])).cursor()
    emptied = follow(fill([]), cursor)
    assert emptied.lost is not None
    again = follow(fill([]), emptied.cursor())
    assert again.lost is None
    assert records(follow(fill([92]), again.cursor())) == [92]
    assert follow(fill([92]), again.cursor()).lost is None


def test_events_overwritten_before_they_were_read_are_said(fill: Callable[..., Any]) -> None:
    cursor = follow(fill([5], newest=20)).cursor()
    found = follow(fill([50], oldest=40), cursor)
    assert records(found) == [50]
    assert found.lost is not None
    assert follow(fill([50], oldest=40), found.cursor()).lost is None


def test_what_was_read_may_be_overwritten(fill: Callable[..., Any]) -> None:
    cursor = follow(fill([5], newest=20)).cursor()
    assert follow(fill([50], oldest=21), cursor).lost is None


def test_a_damaged_cursor_is_as_good_as_none(fill: Callable[..., Any]) -> None:
    found = follow(fill([1, 2]), '{"read": "x"')
    assert records(found) == [1, 2]
    assert found.lost is None


def test_a_log_that_may_not_be_read_is_no_data(fill: Callable[..., Any]) -> None:
    log = fill([1])
    log.refused.add("System")
    with pytest.raises(NoData):
        follow(log)


def test_a_stretch_of_time_can_be_asked(fill: Callable[..., Any]) -> None:
    log = fill(range(1, 9))
    found = channel.between(log, "System", WANTED, SINCE_US + 3_000_000, SINCE_US + 5_000_000)
    assert [event.record for event in found] == [3, 4, 5]


@given(st.lists(st.sets(st.integers(1, 60)), max_size=6))
def test_each_event_is_given_once_however_the_log_grows(steps: list[set[int]]) -> None:
    class Growing:
        def __init__(self) -> None:
            self.records: list[int] = []

        def span(self, name: str) -> channel.Span | None:
            return channel_span(self.records)

        def query(self, name: str, xpath: str, near: int, most: int) -> list[str]:
            after = int(xpath.partition("EventRecordID > ")[2].rstrip("]") or 0)
            return [xml(record) for record in self.records if record > after][:most]

    log, cursor, told = Growing(), "", []
    for step in steps:
        above = max(log.records, default=0)
        log.records += sorted(record for record in step if record > above)
        found = channel.follow(log, "System", WANTED, cursor, 0)
        assert found.lost is None
        told += [event.record for event in found.events]
        cursor = found.cursor()
    assert told == log.records


def channel_span(numbers: list[int]) -> channel.Span | None:
    return channel.Span(numbers[0], numbers[-1]) if numbers else None


def xml(record: int) -> str:
    return (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Source'/>"
        f"<EventID>7</EventID><TimeCreated SystemTime='{at(record)}'/>"
        f"<EventRecordID>{record}</EventRecordID></System></Event>"
    )


def test_a_cursor_says_how_far_was_read_and_how_far_there_was_to_read(fill: Callable[..., Any]) -> None:
    cursor = follow(fill([1, 2], newest=9)).cursor()
    assert msgspec.json.decode(cursor, type=Position) == Position(9, 9)
