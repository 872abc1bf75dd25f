"""Figures about the disk: those that are known, and no others."""

import math
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import event

from barometer_collector.database import Database, sqlite_url
from barometer_collector.health.disk import DiskGauges
from barometer_collector.privacy.retention.rules.budget import Volume
from barometer_collector.privacy.retention.rules.forecast import Use
from barometer_collector.privacy.retention.service.keeping import RAN_AT, keep
from barometer_collector.privacy.retention.store import state
from barometer_collector.settings import Keep, Settings
from tests.collector.laptops import NOON, NOON_MS, TODAY

GB = 10**9
DAY_MS = 86_400_000
HALF_FULL = Volume(total=100 * GB, free=50 * GB)


def told(database: Database, volume: Volume | None, *names: str, **labels: str) -> list[float | None]:
    registry = CollectorRegistry()
    registry.register(DiskGauges(database, Keep(), lambda _database: volume))
    return [registry.get_sample_value(f"barometer_{name}", labels) for name in names]


def measured(database: Database, *uses: Use) -> None:
    with database.writing() as session:
        for use in uses:
            state.put_use(session, use.at // DAY_MS, use, 5 * GB)
        state.put_state(session, RAN_AT, uses[-1].at)


def test_before_the_first_run_only_the_volume_is_told(database: Database) -> None:
    assert told(database, HALF_FULL, "disk_free_bytes", "disk_full_seconds", "retention_run_timestamp_seconds") == [
        50 * GB,
        None,
        None,
    ]
    assert told(database, HALF_FULL, "disk_bytes", what="raw") == [None]


def test_a_disk_that_is_full_in_twelve_days_is_told_in_time(database: Database) -> None:
    week = [Use(NOON_MS - (7 - day) * DAY_MS, (10 + day) * GB, 0) for day in range(8)]
    measured(database, *week)
    volume = Volume(100 * GB, 7 * GB)  # and 5 GB of free pages
    growth, full = told(database, volume, "disk_growth_bytes_per_day", "disk_full_seconds")
    assert growth == GB
    assert full == pytest.approx(12 * 86_400)


def test_a_database_that_stands_still_never_fills_the_disk(database: Database) -> None:
    measured(database, Use(NOON_MS - DAY_MS, GB, GB), Use(NOON_MS, GB, GB))
    assert told(database, HALF_FULL, "disk_full_seconds") == [math.inf]


def test_on_the_first_day_no_growth_is_told_and_of_a_server_no_disk(database: Database) -> None:
    measured(database, Use(NOON_MS, GB, GB))
    assert told(database, HALF_FULL, "disk_growth_bytes_per_day", "disk_full_seconds") == [None, None]
    measured(database, Use(NOON_MS - DAY_MS, GB, GB), Use(NOON_MS, 2 * GB, GB))
    assert told(database, None, "disk_growth_bytes_per_day", "disk_full_seconds", "disk_free_bytes") == [GB, None, None]


def test_what_the_job_measured_is_told_and_no_table_is_read_for_it(database: Database, settings: Settings) -> None:
    keep(database, settings, NOON + timedelta(days=0), lambda: None, lambda: None)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *heard: asked.append(heard[2]))
    other, raw = told(database, None, "disk_bytes", what="other"), told(database, None, "disk_bytes", what="raw")
    assert other[0] is not None
    assert other[0] > 10_000
    assert raw == [0]
    assert told(database, None, "retention_run_timestamp_seconds", "raw_oldest_timestamp_seconds") == [
        NOON_MS / 1000,
        None,
    ]
    tables = [query for query in asked if "FROM" in query]
    assert tables
    assert all("keeping_state" in query or "disk_use" in query for query in tables)


def test_days_are_told_as_moments(database: Database) -> None:
    measured(database, Use(NOON_MS, GB, GB))
    with database.writing() as session:
        state.put_state(session, "raw_first_day", TODAY - 12)
        state.put_state(session, "raw_missing_days", 18)
    assert told(database, None, "raw_oldest_timestamp_seconds", "raw_missing_days") == [(TODAY - 12) * 86_400, 18]


def test_a_database_that_does_not_answer_gives_no_figures(tmp_path: Path) -> None:
    broken = Database(sqlite_url(tmp_path / "missing"))
    assert told(broken, HALF_FULL, "disk_free_bytes") == [None]
    broken.close()
