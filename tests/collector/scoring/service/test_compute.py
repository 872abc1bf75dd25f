"""Scores from what changed equal scores from everything."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from barometer_collector.database import Database, Session
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import TREND_DAYS, day_of
from barometer_collector.scoring.service import device, fleet, score_all, score_history, score_touched, team
from barometer_collector.scoring.service.bites import Stores, go_on
from barometer_collector.scoring.service.compute import score_bite
from barometer_collector.scoring.service.devices import layout_of
from barometer_collector.scoring.store.fleet import device_ids
from barometer_collector.settings import Settings
from tests.collector.scoring import stored
from tests.collector.scoring.records import NOW, NOW_MS, TODAY, Records

_DAYS = range(TODAY - 5, TODAY + 1)
LAYOUT = layout_of(load())


def _stored(database: Database, day: int = TODAY) -> tuple[dict[int, stored.DeviceScore], dict[str, str]]:
    return stored.devices(database, day), stored.groups(database, day)


def _scored(records: Records) -> None:
    while score_touched(records.database, records.settings, NOW):
        pass


def test_only_touched_devices_are_scored(records: Records, database: Database, settings: Settings) -> None:
    records.laptop(1)
    records.laptop(2, "sales")
    assert score_touched(database, settings, NOW) == 2  # the first of the day scores everything
    assert score_touched(database, settings, NOW) == 0
    records.day(2, "jitter_us", [200_000], subject="mail")
    before = team(database, settings, NOW, "finance"), team(database, settings, NOW, "sales")
    assert score_touched(database, settings, NOW) == 1
    assert records.touched() == []
    assert team(database, settings, NOW, "finance") == before[0]
    assert team(database, settings, NOW, "sales") != before[1]


steps = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from(["tcp_connect_us", "pressure_permille", "app_crash", "boot_ms", "answer", "score"]),
        st.integers(0, 500),
    ),
    max_size=8,
)


@examples(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_incremental_equals_full_on_every_day(
    records: Records, database: Database, settings: Settings, taken: list[tuple[int, str, int]]
) -> None:
    for number in {1, 2, 3} - set(_known(database)):
        records.laptop(number, "finance" if number < 3 else "sales")
    for number, what, value in taken:
        _take(records, database, settings, number, what, value)
    while score_touched(database, settings, _now(records)):
        pass
    stepwise = [_stored(database, day) for day in _DAYS]
    score_history(database, settings, _now(records), len(_DAYS) - 1)
    score_all(database, settings, _now(records))
    for day, (devices, groups) in zip(_DAYS, stepwise, strict=True):
        all_devices, all_groups = _stored(database, day)
        assert {number: all_devices[number] for number in devices} == devices
        assert {key: all_groups[key] for key in groups} == groups
        missing = [all_devices[number] for number in {*all_devices} - {*devices}]
        assert [each for each in missing if each[1] is not None or each[2] is not None] == []
        assert stored.sums_are_those_of_the_devices(database, LAYOUT, day)


def _now(records: Records) -> datetime:
    """Time goes on with every step, as nothing is published twice at one moment."""
    return NOW + timedelta(milliseconds=records.numbers)


def _known(database: Database) -> list[int]:
    with database.reading() as session:
        return device_ids(session)


def _take(records: Records, database: Database, settings: Settings, number: int, what: str, value: int) -> None:
    records.numbers += 1
    match what:
        case "app_crash" | "boot_ms":
            records.event(number, what, value * 1000, subject=f"app{value % 3}", day=_DAYS[value % len(_DAYS)])
        case "answer":
            day = _DAYS[value % len(_DAYS)]
            records.answer(number, f"user{value % 9}", value % 5 + 1, shared=value % 2 == 0, day=day)
        case "score":
            score_touched(database, settings, _now(records))
        case "tcp_connect_us" | "pressure_permille":
            day = _DAYS[value % len(_DAYS)]
            records.day(number, what, [value * 100], subject=str(records.numbers), day=day)


def test_what_arrives_while_scores_are_computed_is_scored_by_the_end(
    records: Records, database: Database, settings: Settings
) -> None:
    for number in range(1, 6):
        records.laptop(number)
    score_touched(database, settings, NOW)

    def keep_measuring() -> None:
        for round_ in range(10):
            for number in range(1, 6):
                records.day(number, "jitter_us", [round_ * 1000], subject=str(round_))

    writer = threading.Thread(target=keep_measuring)
    writer.start()
    while writer.is_alive():
        score_touched(database, settings, NOW)
    writer.join()
    while score_touched(database, settings, NOW):
        pass
    stepwise = _stored(database)
    score_all(database, settings, NOW)
    assert _stored(database) == stepwise


def test_a_new_day_scores_everything_again(records: Records, database: Database, settings: Settings) -> None:
    records.laptop(1)
    score_touched(database, settings, NOW)
    later = NOW + timedelta(days=8)
    assert score_touched(database, settings, later) == 1
    assert device(database, settings, later, f"{1:016x}").scores.t.value is None
    trend = fleet(database, settings, later).fleet.trend
    assert [point.t is None for point in trend] == [False] * 7 + [True] * 2  # the days in between were not forgotten


def test_a_day_that_is_over_is_scored_to_its_end(records: Records, database: Database, settings: Settings) -> None:
    records.laptop(1)
    records.day(1, "tcp_connect_us", [1_400_000] * 40, subject="mail", day=TODAY + 1)  # in a time zone ahead
    score_touched(database, settings, NOW)
    ahead = fleet(database, settings, NOW).fleet.trend[-1]
    score_touched(database, settings, NOW + timedelta(days=1))
    yesterday, today = fleet(database, settings, NOW + timedelta(days=1)).fleet.trend
    assert (yesterday.day, today.t) == (ahead.day, ahead.t)
    assert yesterday.t is not None
    assert ahead.t is not None
    assert yesterday.t > ahead.t


def test_the_past_can_be_scored_for_a_trend(records: Records, database: Database, settings: Settings) -> None:
    records.laptop(1)
    records.day(1, "tcp_connect_us", [5_000], subject="mail", day=TODAY - 2)
    records.day(1, "pressure_permille", [0], day=TODAY - 2)
    score_history(database, settings, NOW, 3)
    score_all(database, settings, NOW)
    trend = fleet(database, settings, NOW).fleet.trend
    assert [(point.day, point.t is not None) for point in trend] == [
        ("2026-11-15", False),
        ("2026-11-16", True),
        ("2026-11-17", True),
        ("2026-11-18", True),
    ]


def _away(records: Records, device: int, day: int) -> None:
    """What a laptop measured on a day that it could not tell of yet, the slower the later."""
    slow = [(20 + day - TODAY) * 30_000] * 4
    records.day(device, "tcp_connect_us", slow, subject="mail", day=day)
    records.day(device, "pressure_permille", [0], day=day)


def test_a_laptop_that_was_away_fills_its_days_when_it_returns(
    records: Records, database: Database, settings: Settings
) -> None:
    records.laptop(1)
    records.laptop(2)
    _scored(records)
    assert len(fleet(database, settings, NOW).fleet.trend) == 1
    for day in range(TODAY - 5, TODAY):
        _away(records, 1, day)
    _scored(records)
    for group in (team(database, settings, NOW, "finance"), fleet(database, settings, NOW).fleet):
        assert [point.day for point in group.trend] == [f"2026-11-{day}" for day in range(13, 19)]
        values = [point.t for point in group.trend]
        assert None not in values
        assert values[:5] == sorted(values[:5], reverse=True)  # each day by what was measured until then
        assert len(set(values[:5])) > 3
    assert all(1 in _stored(database, day)[0] for day in _DAYS)
    assert all(2 not in _stored(database, day)[0] for day in _DAYS[:-1])  # nothing new of it: nothing to do


def test_the_order_of_arrival_changes_nothing(records: Records, database: Database) -> None:
    for number, days in ((1, (0, 1, 2, 3, 4)), (2, (4, 3, 2, 1, 0)), (3, (2, 4, 0, 3, 1))):
        records.laptop(number)
        for place in days:
            _away(records, number, _DAYS[place])
            _scored(records)
    for day in _DAYS:
        first, *others = _stored(database, day)[0].values()
        assert others == [first, first]


def test_what_is_older_than_the_trend_is_scored_from_its_first_day_on(records: Records, database: Database) -> None:
    records.laptop(1)
    _away(records, 1, TODAY - TREND_DAYS - 5)
    _scored(records)
    days = range(TODAY - TREND_DAYS - 5, TODAY + 1)
    assert [day for day in days if _stored(database, day)[0]] == list(days[-TREND_DAYS:])
    assert records.touched() == []


def test_a_day_that_arrives_while_later_ones_are_scored_is_scored_too(
    records: Records, database: Database, settings: Settings
) -> None:
    records.laptop(1)
    _scored(records)
    _away(records, 1, TODAY - 2)
    late = iter([TODAY - 5])

    def arrive() -> None:
        for day in late:
            _away(records, 1, day)

    score_touched(database, settings, NOW, arrive)
    assert records.touched() == []
    stepwise = [_stored(database, day) for day in _DAYS]
    score_history(database, settings, NOW, len(_DAYS) - 1)
    assert [_stored(database, day) for day in _DAYS] == stepwise


def test_a_crash_between_devices_and_their_teams_leaves_no_team_behind(
    records: Records, database: Database, settings: Settings
) -> None:
    def crash() -> None:
        raise RuntimeError("killed")

    records.laptop(1)
    records.laptop(2, "sales")
    _scored(records)
    before = team(database, settings, NOW, "finance").t.value
    for day in (TODAY - 1, TODAY):
        records.day(1, "jitter_us", [200_000] * 9, subject="mail", day=day)
    while records.touched():
        with pytest.raises(RuntimeError, match="killed"):
            score_touched(database, settings, NOW, crash)
    assert team(database, settings, NOW, "finance").t.value == before
    assert score_touched(database, settings, NOW) == 0
    found = team(database, settings, NOW, "finance")
    assert found.t.value == device(database, settings, NOW, f"{1:016x}").scores.t.value != before
    assert len(found.trend) == 2


def test_past_days_publish_in_order_and_only_before_anything_later_was_published(
    records: Records, database: Database, settings: Settings
) -> None:
    records.laptop(1)
    records.laptop(2, "sales")
    for person in "abcde":
        laptop = records.device(ord(person))
        records.answer(laptop, person, 5, day=TODAY - 4)
        records.answer(laptop, person, 1, day=TODAY - 2)
    _scored(records)
    found = team(database, settings, NOW, "finance")
    assert [point.x for point in found.trend] == [100.0, 100.0, 0.0, 0.0, 0.0]
    for person in "vwxyz":
        records.answer(records.device(ord(person), "sales"), person, 3, day=TODAY - 3)
    _scored(records)
    assert [point.x for point in team(database, settings, NOW, "sales").trend] == [None, None, None, 50.0, 50.0]
    assert [point.x for point in team(database, settings, NOW, "finance").trend] == [100.0, 100.0, 0.0, 0.0, 0.0]


def test_an_answer_touches_its_device(records: Records) -> None:
    records.device(1)
    records.answer(1, "jan")
    assert records.touched() == [1]


class _Touching(Stores):
    """Stores, and has somebody write between what was computed and its storing."""

    def __init__(self, database: Database, between: Callable[[], None]) -> None:
        super().__init__(database, go_on)
        self._between = between

    def each(self, all_of: Sequence[Any], store: Callable[[Session, Sequence[Any]], None]) -> None:
        self._between()
        super().each(all_of, store)


def test_what_comes_between_computing_and_storing_is_scored_next(records: Records, database: Database) -> None:
    for number in (1, 2):
        records.laptop(number)
    _scored(records)
    for number in (1, 2):
        records.day(number, "jitter_us", [1_000], subject="mail")

    def between() -> None:
        records.day(2, "jitter_us", [90_000], subject="vpn")

    assert score_bite(database, LAYOUT, day_of(NOW), NOW_MS, _Touching(database, between)) == [1, 2]
    assert records.touched() == [2]
    _scored(records)
    stepwise = _stored(database)
    score_all(database, records.settings, NOW)
    assert _stored(database)[0] == stepwise[0]


def test_stored_numbers_are_those_that_a_reader_is_told(
    records: Records, database: Database, settings: Settings
) -> None:
    records.laptop(1, pressure=450)
    records.laptop(2, connect_ms=900)
    records.device(3)
    records.answer(2, "jan", 2, shared=True)
    _scored(records)
    for number, (experience, t, x, o, *_) in stored.devices(database, TODAY).items():
        told = device(database, settings, NOW, f"{number:016x}").scores
        assert (told.experience.value, told.t.value, told.x.value, told.o.value) == (experience, t, x, o)
