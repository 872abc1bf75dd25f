"""Figures that are read from the database."""

from pathlib import Path

from prometheus_client import CollectorRegistry

from barometer_collector.database import Database, sqlite_url
from barometer_collector.delivery import store as delivery
from barometer_collector.delivery.rules.configuration import FleetPace
from barometer_collector.health.gauges import DatabaseGauges
from barometer_collector.ingest.service import take_in
from barometer_collector.rollup.service import roll_up
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON, NOON_MS, FakeClock, Laptop, batch, sample


def test_the_lag_of_the_roll_up_is_the_age_of_the_oldest_open_batch(
    database: Database, settings: Settings, laptop: Laptop, clock: FakeClock
) -> None:
    registry = CollectorRegistry()
    registry.register(DatabaseGauges(database, settings, clock))
    with database.writing() as session:
        take_in(session, settings, lambda *_: (), [laptop.arrival(batch(sample(), dropped={"dns_us": 4}))], NOON_MS)
    clock.move(seconds=7)
    names = ("rollup_open_batches", "rollup_lag_seconds", "devices", "dropped_samples")
    assert [registry.get_sample_value(f"barometer_{name}") for name in names] == [1, 7, 1, 4]
    roll_up(database, NOON)
    assert [registry.get_sample_value(f"barometer_{name}") for name in names] == [0, 0, 1, 4]


def test_the_pace_of_the_fleet_is_told(database: Database, settings: Settings, clock: FakeClock) -> None:
    registry = CollectorRegistry()
    registry.register(DatabaseGauges(database, settings, clock))
    assert registry.get_sample_value("barometer_pace_seconds", {"reason": ""}) == 300
    with database.writing() as session:
        delivery.put_pace(session, FleetPace(900, 300, NOON_MS), "load")
    assert registry.get_sample_value("barometer_pace_seconds", {"reason": "load"}) == 900


def test_a_database_that_does_not_answer_gives_no_figures_instead_of_zeros(
    tmp_path: Path, settings: Settings, clock: FakeClock
) -> None:
    registry = CollectorRegistry()
    broken = Database(sqlite_url(tmp_path / "missing"))
    registry.register(DatabaseGauges(broken, settings, clock))
    assert registry.get_sample_value("barometer_devices") is None
    broken.close()
