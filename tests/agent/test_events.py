"""Following a log: each event once, whatever happens to the log and the clock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.events import FIRST_LOOK_BACK, Happened, Position, follow
from barometer_agent.sampler import Context, NoData, Reason
from barometer_agent.sources.cursor import restored
from barometer_agent.sources.records import Records
from barometer_shared.protocol import LEDGER_DAYS, SPOOL_DAYS

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOW_US = 1_795_262_400_000_000
DAY_US = 86_400_000_000
CLEARED = Reason("the log was cleared", "het logboek is gewist")


@dataclass(frozen=True)
class Event:
    at_us: int


@dataclass
class Log:
    """A log that keeps the promise of ``sources.records``: its cursor is the moment of the last event."""

    events: list[Event] = field(default_factory=list)
    lost: Reason | None = None
    asked: list[tuple[str, int]] = field(default_factory=list)

    def read(self, cursor: str, since_us: int) -> Records[Event]:
        self.asked.append((cursor, since_us))
        moments = [str(event.at_us) for event in self.events]
        vanished = bool(cursor) and cursor not in moments
        if cursor and not vanished:
            found = self.events[moments.index(cursor) + 1 :]
        else:
            found = [event for event in self.events if event.at_us >= since_us]
        last = str(found[-1].at_us) if found else cursor
        return Records(tuple(found), last, CLEARED if vanished else self.lost)


def run(log: Log, cursor: str | None, now: datetime = NOW) -> tuple[list[Happened[Event]], Context]:
    context = Context(now, cursor=cursor)
    return follow(log.read, context), context


def test_the_first_look_goes_back_over_the_window_that_is_scored_and_says_so() -> None:
    long_ago_us = NOW_US - FIRST_LOOK_BACK // timedelta(microseconds=1)
    found, _ = run(Log([Event(long_ago_us - 1), Event(long_ago_us)]), None)
    assert found == [Happened(long_ago_us // 1000, Event(long_ago_us), first_look=True)]


def test_what_the_first_look_finds_may_wait_in_the_spool_and_is_still_taken_in() -> None:
    assert timedelta(days=LEDGER_DAYS - SPOOL_DAYS) > FIRST_LOOK_BACK


def test_an_event_is_told_once_and_what_follows_is_not_of_the_first_look() -> None:
    log = Log([Event(NOW_US - 1)])
    _, first = run(log, None)
    log.events.append(Event(NOW_US))
    found, second = run(log, first.cursor)
    assert [(one.event.at_us, one.first_look) for one in found] == [(NOW_US, False)]
    assert run(log, second.cursor)[0] == []


def test_the_first_look_comes_once_even_when_it_found_nothing() -> None:
    log = Log()
    _, first = run(log, None)
    log.events = [Event(NOW_US + 1)]
    assert [one.first_look for one in run(log, first.cursor, NOW + timedelta(minutes=5))[0]] == [False]


def test_after_a_cleared_log_only_what_is_new_is_told() -> None:
    log = Log([Event(NOW_US - 3), Event(NOW_US - 2)])
    _, first = run(log, None)
    log.events = [Event(NOW_US + 5)]
    found, second = run(log, first.cursor, NOW + timedelta(minutes=5))
    assert log.asked[-1] == (str(NOW_US - 2), NOW_US - 1)
    assert [one.event.at_us for one in found] == [NOW_US + 5]
    assert (second.lost, second.gaps) == (CLEARED, [])


def test_records_that_may_be_missing_are_told_once_with_since_when() -> None:
    log = Log([Event(NOW_US)])
    _, context = run(log, None)
    _, context = run(log, context.cursor, NOW + timedelta(hours=7))
    log.events = [Event(NOW_US + 1)]
    _, context = run(log, context.cursor, NOW + timedelta(hours=9))
    assert (context.lost, context.lost_since_ms) == (CLEARED, NOW_US // 1000 + 7 * 3_600_000)
    _, context = run(log, context.cursor, NOW + timedelta(hours=10))
    assert context.lost is None


def test_until_when_a_log_was_read_is_written_down_four_times_a_day_and_not_at_every_reading() -> None:
    log, cursors = Log([Event(NOW_US)]), set()
    _, context = run(log, None)
    for minutes in range(0, 24 * 60, 5):
        _, context = run(log, context.cursor, NOW + timedelta(minutes=minutes))
        cursors.add(context.cursor)
    assert len(cursors) == 4


def test_of_a_position_of_an_earlier_release_nothing_older_than_its_last_event_is_missing() -> None:
    log = Log([Event(NOW_US)])
    _, context = run(log, f'{{"cursor":"9","since_us":{NOW_US - DAY_US},"lost":{{"en":"x"}},"lost_ms":5}}')
    assert (context.lost, context.lost_since_ms) == (CLEARED, (NOW_US - DAY_US) // 1000)


def test_the_very_first_look_misses_nothing() -> None:
    _, context = run(Log([Event(NOW_US)], lost=CLEARED), None)
    assert context.lost is None


def test_a_log_that_cannot_be_read_keeps_the_place() -> None:
    def unreadable(cursor: str, since_us: int) -> Records[Event]:
        raise NoData(Reason("the log may not be read", "geen leesrecht op het logboek"))

    context = Context(NOW, cursor='{"cursor":"7"}')
    with pytest.raises(NoData):
        follow(unreadable, context)
    assert context.cursor == '{"cursor":"7"}'


def test_a_clock_that_was_set_back_hides_nothing() -> None:
    log = Log()
    _, context = run(log, None, NOW + timedelta(days=365))
    _, context = run(log, context.cursor, NOW)
    assert log.asked[-1] == ("", NOW_US)


@pytest.mark.parametrize(
    ("at_us", "told_ms"),
    [
        (NOW_US + 400 * DAY_US, [NOW_US // 1000]),  # dated by a clock that ran ahead: it was read now
        (NOW_US - (LEDGER_DAYS + 1) * DAY_US, []),  # too old to be taken in
        (NOW_US - LEDGER_DAYS * DAY_US, [NOW_US // 1000 - LEDGER_DAYS * 86_400_000]),
    ],
)
def test_an_event_is_dated_so_that_it_can_be_taken_in(at_us: int, told_ms: list[int]) -> None:
    log = Log([Event(NOW_US - 1)])
    _, context = run(log, None)
    log.events.append(Event(at_us))
    assert [one.at_ms for one in run(log, context.cursor)[0]] == told_ms


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"cursor": 1}', "6f1c0f0e-boot"])
def test_a_damaged_cursor_is_a_first_look(damaged: str) -> None:
    assert restored(damaged, Position) is None


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=30))
def test_whenever_it_looks_every_event_is_told_once(turns: list[tuple[int, bool]]) -> None:
    """Also when the log is cleared after a look: what was read is told, and nothing of it again."""
    log, cursor, told, written = Log(), None, 0, 0
    for minute, (count, clear) in enumerate(turns):
        at_us = NOW_US + minute * 60_000_000 - 30_000_000
        log.events += [Event(at_us + number) for number in range(count)]
        written += count
        found, context = run(log, cursor, NOW + timedelta(minutes=minute))
        cursor, told = context.cursor, told + len(found)
        if clear:
            log.events.clear()
    assert told == written
