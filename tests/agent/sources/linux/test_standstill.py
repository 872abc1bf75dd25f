import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.linux.standstill import LONGEST_SECONDS, Reading, Stand, Standstill, holds
from barometer_agent.sources.records import Records

SETTLES = 10.0
LOST = Reason("rotated", "opgeschoond")
SILENT = Reason("nobody tells", "niemand zegt het")
READ = Stand(look=7, since=0.0, read_at=SETTLES, cursor="c1", since_us=5)


class Log:
    """A log whose records are numbers: whatever happens is in it ``lag`` seconds later; a look counts it at once."""

    def __init__(self) -> None:
        self.now = 100.0
        self.happened: list[float] = []
        self.readings = 0
        self.unseen = 0  # happened in a way that a look does not see
        self.most = 500
        self.standstill = Standstill(SETTLES, lambda: self.now)

    def happens(self) -> None:
        self.happened.append(self.now)

    def turn(self, cursor: str, lag: float = 0.0) -> Records[int]:
        """As a source has its turn: it looks, and reads where that is needed."""
        return self.standstill.follow(len(self.happened) - self.unseen, cursor, 0, lambda: self._read(cursor, lag))

    def _read(self, cursor: str, lag: float) -> Reading[int]:
        self.readings += 1
        written = sum(at + lag <= self.now for at in self.happened)
        until = min(written, int(cursor or 0) + self.most)
        found = tuple(range(int(cursor or 0), until))
        return Reading(Records(found, str(until) if until else ""), whole=until == written)


def quiet(log: Log, cursor: str = "") -> str:
    """Turns until the log is not read again."""
    before = -1
    while before != log.readings:
        before = log.readings
        cursor = log.turn(cursor).cursor
        log.now += 300
    return cursor


def test_what_was_read_twice_without_anything_happening_is_not_read_a_third_time() -> None:
    log = Log()
    assert quiet(log) == ""
    assert log.readings == 2
    assert log.turn("") == Records((), "")
    assert log.readings == 2


def test_what_happens_after_a_quiet_time_is_told_at_the_next_turn() -> None:
    log = Log()
    quiet(log)
    log.happens()
    assert log.turn("") == Records((0,), "1")


def test_what_is_written_late_is_told_at_the_turn_after() -> None:
    log = Log()
    quiet(log)
    log.happens()
    assert log.turn("", lag=SETTLES).events == ()
    log.now += SETTLES
    assert log.turn("", lag=SETTLES).events == (0,)


def test_what_no_look_sees_is_told_within_the_hour() -> None:
    log = Log()
    cursor = quiet(log)
    log.happens()
    log.unseen = 1
    begun = log.now
    while not (found := log.turn(cursor)).events:
        log.now += 300
    assert found.events == (0,)
    assert 0 < log.now - begun <= LONGEST_SECONDS


def test_a_log_that_is_read_in_parts_is_read_on() -> None:
    log = Log()
    log.most = 2
    for _ in range(5):
        log.happens()
    cursor, found = "", ()
    for _ in range(3):
        records = log.turn(cursor)
        cursor, found = records.cursor, (*found, *records.events)
        log.now += 300
    assert found == (0, 1, 2, 3, 4)


@given(st.lists(st.tuples(st.booleans(), st.floats(1, 900)), max_size=40), st.floats(0, SETTLES))
def test_each_event_is_told_once_whatever_the_pace_and_however_late_it_is_written(
    turns: list[tuple[bool, float]], lag: float
) -> None:
    log, cursor, told = Log(), "", []
    for happens, seconds in [*turns, (False, SETTLES), (False, SETTLES)]:
        if happens:
            log.happens()
        records = log.turn(cursor, lag)
        cursor = records.cursor
        told += records.events
        log.now += seconds
    told += log.turn(cursor, lag).events
    assert told == list(range(len(log.happened)))


def test_it_stands_still_where_nothing_changed_since_all_was_in_the_log() -> None:
    assert holds(READ, 7, "c1", 5, SETTLES, SETTLES)
    assert holds(READ, 7, "c1", 6, SETTLES + LONGEST_SECONDS - 1, SETTLES)


@pytest.mark.parametrize(
    ("look", "cursor", "since_us", "now"),
    [
        (8, "c1", 5, SETTLES),  # something happened
        (0, "c1", 5, SETTLES),  # counted anew
        (None, "c1", 5, SETTLES),  # nobody knows
        (7, "", 5, SETTLES),  # another place than the one where it was left
        (7, "c1", 4, SETTLES),  # from before what was read
        (7, "c1", 5, SETTLES + LONGEST_SECONDS),
        (7, "c1", 5, SETTLES - 1),  # a clock that went back
    ],
)
def test_otherwise_it_must_be_read(look: int | None, cursor: str, since_us: int, now: float) -> None:
    assert not holds(READ, look, cursor, since_us, now, SETTLES)


def test_what_was_read_too_soon_after_a_change_is_read_again() -> None:
    early = Stand(look=7, since=0.0, read_at=SETTLES - 1, cursor="c1", since_us=5)
    assert not holds(early, 7, "c1", 5, SETTLES, SETTLES)


def test_without_a_look_it_is_read_at_every_turn() -> None:
    standstill, readings = Standstill(0.0, lambda: 5.0), []

    def read() -> Reading[int]:
        readings.append(1)
        return Reading(Records((), "c1"), whole=True)

    for _ in range(3):
        standstill.follow(None, "c1", 0, read)
    assert len(readings) == 3


def test_a_reading_that_failed_is_tried_again() -> None:
    standstill = Standstill(0.0, lambda: 5.0)

    def fail() -> Reading[int]:
        raise NoData(LOST)

    for _ in range(2):
        with pytest.raises(NoData, match="rotated"):
            standstill.follow(7, "c1", 0, fail)


def test_why_there_is_nothing_is_said_again_without_asking_again() -> None:
    standstill, readings = Standstill(0.0, lambda: 5.0), []

    def read() -> Reading[int]:
        readings.append(1)
        return Reading(Records((), "c1"), whole=True, nothing=SILENT)

    for _ in range(3):
        with pytest.raises(NoData, match="nobody tells"):
            standstill.follow(7, "c1", 0, read)
    assert len(readings) == 1
