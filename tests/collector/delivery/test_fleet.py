"""One pace for all processes: reported by each, decided by the jobs, told to every device in its turn."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from barometer_collector.database import Database
from barometer_collector.delivery import store
from barometer_collector.delivery.fleet import Pacer, Reporter, pace_of, reason_of
from barometer_collector.delivery.rules.configuration import FleetPace
from barometer_collector.delivery.service import Configurations
from barometer_collector.ingest.occupation import Occupation
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON, NOON_MS, Laptop, enrol


class Process:
    """That takes in, and is as full as it is told."""

    def __init__(self, database: Database) -> None:
        self._counted = Occupation()
        self._reporter = Reporter(database, lambda: self._counted)

    def report(self, share: float, now: datetime, batches: int = 150, refused: int = 0) -> None:
        before = self._counted
        self._counted = Occupation(
            before.seconds + 15,
            before.cpu_seconds + 15 * share,
            0.0,
            before.batches + batches,
            before.refused + refused,
        )
        assert round(self._reporter.report(now), 6) == share


def _pace(database: Database, settings: Settings) -> FleetPace:
    with database.reading() as session:
        return pace_of(session, settings)


def test_before_anybody_looked_the_pace_is_that_of_the_settings(database: Database, settings: Settings) -> None:
    assert _pace(database, settings).interval_seconds == 300


def test_the_fullest_process_slows_the_fleet_down_and_says_why(
    database: Database, settings: Settings, laptop: Laptop, caplog: pytest.LogCaptureFixture
) -> None:
    busy, idle, pacer, now = Process(database), Process(database), Pacer(database, settings), NOON
    for _ in range(5):
        pacer.decide(now)
        now += timedelta(seconds=30)
        busy.report(0.9, now)
        idle.report(0.1, now)
    pacer.decide(now)
    assert _pace(database, settings).interval_seconds == 600
    with database.reading() as session:
        assert reason_of(session) == "load"
    assert "fleet_pace_changed interval_seconds=600 before=300 reason=load load=0.90 batches_a_second=20" in caplog.text
    told = Configurations(settings).of(database, laptop.device_id, now + timedelta(seconds=1))
    assert told.config.interval_seconds == 600


def test_a_process_that_ended_slows_nobody_down(database: Database, settings: Settings) -> None:
    ended, pacer, now = Process(database), Pacer(database, settings), NOON
    ended.report(0.9, now)
    for _ in range(20):
        now += timedelta(seconds=30)
        pacer.decide(now)
    assert _pace(database, settings).interval_seconds == 300


def test_whoever_does_the_jobs_next_goes_on_from_the_pace_that_is_told(database: Database, settings: Settings) -> None:
    with database.writing() as session:
        store.put_pace(session, FleetPace(900, 600, NOON_MS), "load")
    now, pacer = NOON, Pacer(database, settings)
    for _ in range(100):
        now += timedelta(seconds=30)
        pacer.decide(now)
    assert _pace(database, settings).interval_seconds == 600


def test_what_the_settings_say_now_holds_at_once(database: Database, settings: Settings) -> None:
    with database.writing() as session:
        store.put_pace(session, FleetPace(900, 600, NOON_MS), "load")
    faster = replace(settings, interval_seconds=60, slowest_interval_seconds=300)
    assert _pace(database, faster).interval_seconds == 300
    Pacer(database, faster).decide(NOON)
    with database.reading() as session:
        assert store.pace(session) == (300, 900, NOON_MS, 0)


def test_a_fleet_is_told_of_another_pace_in_turn(database: Database, settings: Settings) -> None:
    laptops = [enrol(database, settings).device_id for _ in range(20)]
    with database.writing() as session:
        store.put_pace(session, FleetPace(600, 300, NOON_MS, spread_ms=3_600_000), "load")
    configurations, told = Configurations(settings), []
    for minutes in range(0, 61, 15):
        now = NOON + timedelta(minutes=minutes)
        paces = [configurations.of(database, device, now).config.interval_seconds for device in laptops]
        told.append(paces.count(600))
    assert told == sorted(told)
    assert told[0] <= 2
    assert 1 <= told[2] <= 19
    assert told[4] == 20


def test_what_processes_said_is_forgotten_after_an_hour_and_what_a_wrong_clock_said(
    database: Database, settings: Settings
) -> None:
    for hours in (-2, 0, 30):
        Process(database).report(0.2, NOON + timedelta(hours=hours))
    Pacer(database, settings).decide(NOON)
    with database.reading() as session:
        assert len(store.loads(session, 0)) == 1
