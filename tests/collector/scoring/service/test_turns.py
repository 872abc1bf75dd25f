"""Scores at a pace."""

from datetime import timedelta

import pytest

from barometer_collector.database import Database
from barometer_collector.scoring.service import fleet, team
from barometer_collector.scoring.service.turns import Turns
from barometer_collector.settings import Settings
from tests.collector.scoring.records import NOW, Records


class _Clock:
    """Stands still but for what is said to take time."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


def _value(records: Records) -> float | None:
    return team(records.database, records.settings, NOW, "finance").t.value


def test_a_turn_scores_devices_their_team_and_the_fleet(
    records: Records, database: Database, settings: Settings
) -> None:
    records.laptop(1)
    records.laptop(2)
    assert Turns(database, settings).turn(NOW) == 4  # touched, and again as a day began
    found = fleet(database, settings, NOW)
    assert (found.fleet.scored_devices, found.teams[0].scored_devices) == (2, 2)
    assert found.fleet.computed_at == int(NOW.timestamp() * 1000)


def test_groups_rest_after_a_turn_that_took_long_and_devices_do_not(
    records: Records, database: Database, settings: Settings, clock: _Clock
) -> None:
    slow = [0.0]

    def pause() -> None:
        clock.now += slow[0]

    records.laptop(1)
    turns = Turns(database, settings, pause, clock)
    turns.turn(NOW)
    before = _value(records)
    slow[0] = 1.0
    for connect in (1_000_000, 1_400_000):
        records.day(1, "tcp_connect_us", [connect] * 90, subject=str(connect))
        turns.turn(NOW)
        slow[0] = 0.0
        assert records.touched() == []
    after = _value(records)
    assert before is not None
    assert after is not None
    assert after < before
    clock.now += 30
    turns.turn(NOW)
    assert _value(records) not in (before, after)


def test_a_device_that_was_revoked_leaves_its_team_though_nothing_comes_of_it(
    records: Records, database: Database, settings: Settings, clock: _Clock
) -> None:
    records.laptop(1)
    records.laptop(2)
    turns = Turns(database, settings, clock=clock)
    turns.turn(NOW)
    records.revoke(2)
    for _ in range(3):
        records.day(1, "jitter_us", [1], subject=str(records.numbers))
        records.numbers += 1
        turns.turn(NOW)
    assert team(database, settings, NOW, "finance").scored_devices == 1


def test_a_day_that_begins_is_told_when_all_of_it_was_scored(
    records: Records, database: Database, settings: Settings, clock: _Clock
) -> None:
    records.laptop(1)
    turns = Turns(database, settings, clock=clock)
    turns.turn(NOW)
    turns.turn(NOW + timedelta(days=1))
    trend = fleet(database, settings, NOW + timedelta(days=1)).fleet.trend
    assert [point.day for point in trend] == ["2026-11-18", "2026-11-19"]
