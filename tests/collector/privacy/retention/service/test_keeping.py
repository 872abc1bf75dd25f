"""The hourly run: what goes, what never does, and what is told of it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.ingest.service import take_in
from barometer_collector.partitions.service import ensure
from barometer_collector.privacy.retention.rules.budget import Volume
from barometer_collector.privacy.retention.service.keeping import RAN_AT, RAW_FIRST, RAW_MISSING, keep
from barometer_collector.privacy.retention.service.sweeping import Swept
from barometer_collector.privacy.retention.store.state import state, uses
from barometer_collector.rollup.service import roll_up
from barometer_collector.settings import Budget, Keep, Settings
from tests.collector.laptops import NOON, NOON_MS, TODAY, Laptop, batch, sample
from tests.collector.privacy.retention.filling import put

DAY = timedelta(days=1)
DAY_MS = 86_400_000


def run(database: Database, settings: Settings, days: float = 0, volume: Volume | None = None) -> dict[str, Swept]:
    return keep(database, settings, NOON + days * DAY, lambda: volume, lambda: None)


def send(database: Database, settings: Settings, laptop: Laptop, days_ago: int, samples: int = 3) -> None:
    """A batch that came so many days ago, and was counted then."""
    at = NOON_MS - days_ago * DAY_MS
    came = NOON - days_ago * DAY
    sent = batch(*(sample("dns_us", 100 + n, at - 1_000, subject="intranet") for n in range(samples)))
    sent |= {"month": f"{came:%Y-%m}", "sealed_at": at}
    with database.writing() as session:
        take_in(session, settings, lambda *_: (), [laptop.arrival(sent, at)], at)


def days_of_samples(database: Database) -> list[int]:
    """How many days ago the samples came that are left."""
    with database.reading() as session:
        rows = session.connection().execute(text("SELECT DISTINCT arrived FROM sample ORDER BY arrived DESC"))
        return [TODAY - row[0] for row in rows]


@pytest.fixture
def month(database: Database, settings: Settings, laptop: Laptop) -> Database:
    """A database with samples of 0 to 40 days ago."""
    for days_ago in (40, 31, 30, 29, 8, 7, 1, 0):
        send(database, settings, laptop, days_ago)
    roll_up(database, NOON)
    ensure(database, NOON)
    return database


def test_raw_samples_go_after_thirty_days_and_their_days_stay(month: Database, settings: Settings) -> None:
    assert run(month, settings)
    assert days_of_samples(month) == [0, 1, 7, 8, 29, 30]
    with month.reading() as session:
        assert session.connection().execute(text("SELECT SUM(n) FROM device_day")).scalar_one() == 24


def test_a_second_run_on_the_same_day_has_nothing_to_do(month: Database, settings: Settings) -> None:
    run(month, settings)
    assert run(month, settings) == {}


def test_what_is_not_counted_yet_never_goes(database: Database, settings: Settings, laptop: Laptop) -> None:
    for days_ago in (60, 50):
        send(database, settings, laptop, days_ago)
    ensure(database, NOON)
    run(database, replace(settings, raw_budget=Budget(bytes=1)))
    assert days_of_samples(database) == [50, 60]
    roll_up(database, NOON)
    run(database, settings, days=1)
    assert days_of_samples(database) == []


def test_a_budget_takes_the_oldest_days_first_and_says_so(
    month: Database, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    run(month, replace(settings, raw_budget=Budget(bytes=1)))
    assert days_of_samples(month) == [0]  # never today's
    assert "raw_samples_removed_early kept_from=2026-11-18 promised_from=2026-10-19" in caplog.text
    with month.reading() as session:
        noted = state(session)
    assert (noted[RAW_MISSING], noted[RAW_FIRST], noted[RAN_AT]) == (30, TODAY, NOON_MS)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_disk_that_others_fill_takes_raw_samples_and_not_the_rest(month: Database, settings: Settings) -> None:
    full = Volume(total=1_000_000_000, free=0)
    run(month, replace(settings, raw_budget=None), volume=full)
    assert days_of_samples(month) == [0]


def test_room_enough_takes_nothing(month: Database, settings: Settings) -> None:
    plenty = Volume(total=10**12, free=10**12 // 2)
    run(month, replace(settings, raw_budget=Budget(percent=30)), volume=plenty)
    assert days_of_samples(month) == [0, 1, 7, 8, 29, 30]


def test_a_slip_in_a_setting_costs_a_day_an_hour(month: Database, settings: Settings) -> None:
    run(month, settings)
    slip = replace(settings, keep=Keep(raw_days=1))
    run(month, slip)
    assert days_of_samples(month) == [0, 1, 7, 8, 29]
    run(month, settings)  # noticed: it stops at once
    run(month, settings)
    assert days_of_samples(month) == [0, 1, 7, 8, 29]


def test_a_clock_ten_years_ahead_takes_no_year(month: Database, settings: Settings) -> None:
    put(month, "group_score", day=TODAY - 100)
    run(month, settings)
    for _hour in range(3):
        run(month, settings, days=3_650)
    assert days_of_samples(month) == [0, 1, 7, 8]
    with month.reading() as session:
        assert session.connection().execute(text("SELECT day FROM group_score")).scalar_one() == TODAY - 100


def test_each_day_has_one_measurement_the_latest(month: Database, settings: Settings) -> None:
    run(month, settings)
    run(month, settings, days=0.25)
    run(month, settings, days=1)
    with month.reading() as session:
        measured: list[Any] = uses(session, 0)
    assert [(use.day, use.at) for use in measured] == [
        (TODAY, NOON_MS + DAY_MS // 4),
        (TODAY + 1, NOON_MS + DAY_MS),
    ]
    assert all(use.used > use.raw > 0 for use in measured)


def test_nothing_is_told_of_samples_where_there_are_none(database: Database, settings: Settings) -> None:
    run(database, settings)
    with database.reading() as session:
        assert RAW_FIRST not in state(session)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_log_that_somebody_reads_is_emptied_by_the_first_run_that_can(month: Database, settings: Settings) -> None:
    assert month.file is not None
    log = month.file.with_name("barometer.sqlite-wal")
    with closing(sqlite3.connect(month.file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sample").fetchone()
        run(month, settings)
        held = log.stat().st_size
    assert run(month, settings) == {}
    assert log.stat().st_size < held
    with month.reading() as session:
        assert "log_holds_old" not in state(session)
