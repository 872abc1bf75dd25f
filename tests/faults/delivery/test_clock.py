"""Whatever the laptop's clock says: what arrives stands under the day and the place on and in which it was measured."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from barometer_collector.database import Database
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON_MS
from tests.faults.delivery.bridge import Bridge
from tests.faults.delivery.laptop import Laptop
from tests.faults.delivery.road import Fault, Road

DAY_MS = 86_400_000
HOUR = 3_600
YEAR_MS = 365 * DAY_MS
TODAY = NOON_MS // DAY_MS


@pytest.fixture
def laptop(bridge: Bridge, database: Database, settings: Settings, tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path, Road(bridge), database, settings)
    yield made
    made.close()


@pytest.mark.parametrize("wrong_ms", [-20 * YEAR_MS, -YEAR_MS, -DAY_MS, DAY_MS, 3 * YEAR_MS])
def test_a_clock_that_is_wrong_all_the_time_dates_rightly(laptop: Laptop, wrong_ms: int) -> None:
    laptop.set_clock(wrong_ms)
    laptop.measure(3)
    laptop.hand_in()
    laptop.measure(2)
    laptop.pass_seconds(24 * HOUR)
    laptop.measure(1)
    laptop.hand_in()
    assert laptop.days() == {TODAY: 5, TODAY + 1: 1}
    assert (laptop.dropped(), laptop.quarantined()) == (0, Counter())


def test_a_clock_that_started_in_1970_and_was_set_right_later_dates_rightly(laptop: Laptop) -> None:
    laptop.set_clock(-NOON_MS)
    laptop.measure(3)
    laptop.pass_seconds(24 * HOUR)
    laptop.set_clock(NOON_MS)
    laptop.measure(1)
    laptop.hand_in()
    assert laptop.days() == {TODAY: 3, TODAY + 1: 1}


def test_a_clock_that_is_set_back_while_a_batch_is_under_way_dates_rightly(laptop: Laptop) -> None:
    laptop.exchange()
    laptop.measure(2)
    laptop.road.faults = [Fault.REPLY_LOST]
    laptop.exchange()
    laptop.set_clock(-40 * DAY_MS)
    laptop.measure(2)
    laptop.hand_in()
    assert laptop.days() == {TODAY: 4}
    assert laptop.stored().total() == 4


def test_a_wrong_clock_that_is_right_after_a_reboot_dates_rightly(laptop: Laptop) -> None:
    laptop.set_clock(2 * YEAR_MS)
    laptop.exchange()
    laptop.pass_seconds(300)
    laptop.exchange()
    laptop.measure(3)
    laptop.set_clock(-2 * YEAR_MS)
    laptop.pass_seconds(24 * HOUR)
    laptop.restart(reboot=True)
    laptop.measure(1)
    laptop.hand_in()
    assert laptop.days() == {TODAY: 3, TODAY + 1: 1}
    assert laptop.quarantined() == Counter()


def test_a_batch_that_slept_for_a_weekend_keeps_its_day(laptop: Laptop) -> None:
    laptop.exchange()
    laptop.measure(2)
    laptop.road.faults = [Fault.REQUEST_LOST]
    laptop.exchange()
    laptop.pass_seconds(66 * HOUR)
    laptop.measure(1)
    laptop.hand_in()
    assert laptop.days() == {TODAY: 2, (NOON_MS + 66 * HOUR * 1000 + HOUR * 1000) // DAY_MS: 1}


@pytest.mark.parametrize(
    ("offset_minutes", "day"), [(-12 * 60, TODAY), (0, TODAY), (11 * 60, TODAY), (12 * 60, TODAY + 1)]
)
def test_the_day_is_that_of_the_place_where_it_was_measured(laptop: Laptop, offset_minutes: int, day: int) -> None:
    laptop.travel(offset_minutes)
    laptop.measure(1)
    laptop.travel(0)
    laptop.hand_in()
    assert laptop.days() == {day: 1}


def test_the_hour_that_comes_twice_in_autumn_stands_once_on_each_side_of_midnight(laptop: Laptop) -> None:
    laptop.pass_seconds(10 * HOUR + HOUR // 2)  # 22:30 UTC
    laptop.travel(120)
    laptop.measure(1)  # 00:30 in summer time: tomorrow
    laptop.travel(60)
    laptop.measure(1)  # 23:30 in winter time: today once more
    laptop.hand_in()
    assert laptop.days() == {TODAY + 1: 1, TODAY: 1}


def contradict(laptop: Laptop, half_hours: int) -> None:
    """An exchange each, on a way on which each ``Date`` is that of another year."""
    for number in range(half_hours):
        laptop.road.dates = [datetime(1990 + number % 20, 1, 1, tzinfo=UTC)] * 9
        laptop.exchange()
        laptop.pass_seconds(HOUR // 2 - 1)
    laptop.road.dates = []


def test_a_way_that_tells_another_date_each_time_holds_nothing_back_for_more_than_a_day(laptop: Laptop) -> None:
    laptop.measure(3)
    contradict(laptop, 30)
    laptop.restart()
    contradict(laptop, 18)
    assert laptop.days() == Counter()
    contradict(laptop, 2)
    assert laptop.days() == {TODAY: 3}
    laptop.measure(2)
    contradict(laptop, 1)
    laptop.hand_in()
    assert laptop.days() == {TODAY: 3, TODAY + 1: 2}
    assert (laptop.dropped(), laptop.quarantined()) == (0, Counter())


@pytest.mark.parametrize("wrong_ms", [-NOON_MS, 2 * YEAR_MS])
def test_a_wrong_clock_on_such_a_way_loses_nothing(laptop: Laptop, wrong_ms: int) -> None:
    laptop.set_clock(wrong_ms)
    laptop.measure(3)
    contradict(laptop, 60)
    laptop.measure(2)
    contradict(laptop, 2)
    laptop.hand_in()
    assert laptop.days() == {TODAY: 3, TODAY + 1: 2}
    assert (laptop.dropped(), laptop.quarantined()) == (0, Counter())


def test_servers_in_turn_of_which_one_is_years_off_hold_back_a_wrong_clock_for_no_day(laptop: Laptop) -> None:
    laptop.set_clock(-NOON_MS)
    laptop.measure(3)
    off = datetime(2019, 1, 1, tzinfo=UTC)
    for dates in ([], [off], []):
        laptop.road.dates = dates
        laptop.exchange()
        laptop.pass_seconds(60)
    assert laptop.days() == {TODAY: 3}


Happening = tuple[str, int]
happenings = st.one_of(
    st.tuples(st.just("measure"), st.integers(1, 3)),
    st.tuples(st.just("pass"), st.integers(1, 40 * HOUR)),
    st.tuples(st.just("set"), st.integers(-2 * YEAR_MS, 2 * YEAR_MS)),
    st.tuples(st.just("send"), st.just(0)),
    st.tuples(st.just("travel"), st.integers(-12 * 60, 14 * 60)),
)


@given(happened=st.lists(happenings, max_size=12))
@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_done_to_the_clock_each_day_has_its_own(
    happened: list[Happening], bridge: Bridge, database: Database, settings: Settings
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptop = Laptop(Path(folder), Road(bridge), database, settings)
        try:
            expected: Counter[int] = Counter()
            for name, value in [("send", 0), *happened]:
                expected += _happen(laptop, name, value)
            laptop.hand_in()
            assert laptop.days() == expected
        finally:
            laptop.close()


dates = st.tuples(st.just("dates"), st.lists(st.integers(-3 * 365, 3 * 365), min_size=1, max_size=6))

restarts = st.tuples(st.just("restart"), st.integers(0, 1))


@given(happened=st.lists(st.one_of(happenings, dates, restarts), max_size=15))
@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_dates_the_way_tells_everything_arrives_once_or_is_accounted_for(
    happened: list[tuple[str, int | list[int]]], bridge: Bridge, database: Database, settings: Settings
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptop = Laptop(Path(folder), Road(bridge), database, settings)
        try:
            for name, value in happened:
                if isinstance(value, list):
                    laptop.road.dates = [bridge.clock.now + timedelta(days=days) for days in value]
                else:
                    _happen(laptop, name, value)
            laptop.road.dates = []
            laptop.hand_in()
            stored = laptop.stored()
            assert set(stored.values()) <= {1}
            assert stored.total() + laptop.quarantined().total() + laptop.dropped() == len(laptop.spooled)
        finally:
            laptop.close()


def _happen(laptop: Laptop, name: str, value: int) -> Counter[int]:
    match name:
        case "pass":
            laptop.pass_seconds(value)
        case "set":
            laptop.set_clock(value)
        case "travel":
            laptop.travel(value)
        case "send":
            laptop.exchange()
        case "restart":
            laptop.restart(reboot=bool(value))
        case "measure":
            laptop.measure(value)
            return Counter({laptop.true_day: value})
    return Counter()
