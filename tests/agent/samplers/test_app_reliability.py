from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import Context, NoData, Reason
from barometer_agent.samplers import app_reliability
from barometer_agent.samplers.app_reliability import FIRST_LOOK_BACK, Position, restored
from barometer_agent.sources.crashes import Crash
from barometer_shared.samples import GapKind, Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOW_US = 1_795_262_400_000_000
DAY_US = 86_400_000_000


class Log:
    """A log of crashes that keeps the promise of ``sources.crashes.read``."""

    def __init__(self, *crashes: Crash) -> None:
        self.crashes = list(crashes)

    def read(self, after: str, since_us: int) -> tuple[Crash, ...]:
        records = [crash.record for crash in self.crashes]
        if after in records:
            return tuple(self.crashes[records.index(after) + 1 :])
        return tuple(crash for crash in self.crashes if crash.at_us > since_us)


def crash(record: str, at_us: int = NOW_US - 1, kind: str = "SIGSEGV", version: str = "") -> Crash:
    return Crash(record, at_us, "evolution", kind, version)


def run(log: Log, cursor: str | None, now: datetime = NOW) -> tuple[list[Sample], str | None]:
    context = Context(now, cursor=cursor)
    return list(app_reliability.create(log.read).sample(context)), context.cursor


def test_a_crash_is_told_with_the_applications_name_and_its_signal() -> None:
    log = Log()
    _, cursor = run(log, None)
    log.crashes.append(crash("a", NOW_US + 5_000, version="3.46.4"))
    samples, _ = run(log, cursor)
    labels = {"signal": "SIGSEGV", "version": "3.46.4"}
    assert samples == [Sample("app_crash", 1, NOW_US // 1000 + 5, subject="evolution", labels=labels)]


def test_a_crash_is_told_once() -> None:
    log = Log(crash("a"))
    _, cursor = run(log, None)
    assert run(log, cursor)[0] == []


def test_two_crashes_of_one_microsecond_are_two() -> None:
    log = Log(crash("a"), crash("b"))
    samples, cursor = run(log, None)
    log.crashes.append(crash("c"))
    assert (len(samples), len(run(log, cursor)[0])) == (2, 1)


def test_a_crash_while_the_agent_was_off_is_found_later() -> None:
    log = Log(crash("a"))
    _, cursor = run(log, None)
    log.crashes.append(crash("b", NOW_US + DAY_US))
    samples, _ = run(log, cursor, NOW + timedelta(days=3))
    assert [sample.at for sample in samples] == [(NOW_US + DAY_US) // 1000]


def test_the_first_run_looks_back_over_the_window_that_is_scored_and_says_so() -> None:
    long_ago = NOW_US - FIRST_LOOK_BACK // timedelta(microseconds=1)
    samples, _ = run(Log(crash("old", long_ago), crash("known", long_ago + 1)), None)
    assert [sample.labels["seen"] for sample in samples] == ["first run"]


def test_the_first_run_comes_once_even_when_it_found_nothing() -> None:
    log = Log()
    _, cursor = run(log, None)
    log.crashes = [crash("written late, from before", NOW_US - DAY_US), crash("new", NOW_US + 1)]
    samples, _ = run(log, cursor, NOW + timedelta(minutes=5))
    assert [sample.labels for sample in samples] == [{"signal": "SIGSEGV"}]


def test_a_dump_that_somebody_asked_for_is_no_crash_and_is_left_behind() -> None:
    samples, cursor = run(Log(crash("a", kind="SIGQUIT")), None)
    assert samples == []
    assert restored(cursor) == Position("a", NOW_US - 1)


def test_a_clock_that_was_set_back_does_not_hide_crashes() -> None:
    log = Log()
    _, cursor = run(log, None, NOW + timedelta(days=365))
    _, cursor = run(log, cursor, NOW)
    log.crashes.append(crash("a", NOW_US + 1))
    assert len(run(log, cursor, NOW + timedelta(minutes=5))[0]) == 1


def test_crashes_that_cannot_be_read_leave_the_other_gaps_standing() -> None:
    def unreadable(after: str, since_us: int) -> tuple[Crash, ...]:
        raise NoData(Reason("the journal may not be read", "geen leesrecht op het journal"))

    context = Context(NOW, cursor='{"after":"a","since_us":1}')
    with pytest.raises(NoData):
        app_reliability.create(unreadable).sample(context)
    assert {gap.metric: gap.kind for gap in context.gaps} == {
        "app_hang": GapKind.NOT_APPLICABLE,
        "os_crash": GapKind.NO_DATA,
    }
    assert context.cursor == '{"after":"a","since_us":1}'


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"after": 1}'])
def test_a_damaged_cursor_is_a_first_run(damaged: str) -> None:
    assert restored(damaged) is None


@given(st.lists(st.integers(0, 3), max_size=30))
def test_whenever_it_looks_every_crash_is_told_once(arrivals: list[int]) -> None:
    log, cursor, told = Log(), None, 0
    for minute, count in enumerate(arrivals):
        in_between_us = NOW_US + minute * 60_000_000 - 30_000_000
        log.crashes += [crash(f"record {minute} {number}", in_between_us) for number in range(count)]
        samples, cursor = run(log, cursor, NOW + timedelta(minutes=minute))
        told += len(samples)
    assert told == sum(arrivals)
