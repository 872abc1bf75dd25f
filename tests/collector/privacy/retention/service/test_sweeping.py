"""What is older than a promise goes, on both engines; what is younger never does."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from barometer_collector.database import Database, Session
from barometer_collector.migrations.schema import all_tables
from barometer_collector.partitions.service import ensure
from barometer_collector.privacy.retention.promises import Promise, Unit, Way, promises
from barometer_collector.privacy.retention.rules import bites
from barometer_collector.privacy.retention.rules.bites import TARGET_SECONDS
from barometer_collector.privacy.retention.rules.cutoffs import DAY_MS
from barometer_collector.privacy.retention.service.sweeping import Swept, sweep
from barometer_collector.privacy.retention.store import rows
from tests.collector.laptops import NOON, TODAY
from tests.collector.privacy.retention.filling import at_day, promise_of, put

FIRST = TODAY - 40
BY_ROW = [each for each in promises() if each.way in (Way.ROWS, Way.DEVICE_DAYS) and each.table != "membership"]
OF_ROUNDS = ("ballot", "ballot_group", "ballot_round")


def no_pause() -> None:
    """Nobody else writes here."""


def ages(database: Database, promise: Promise) -> list[int]:
    """How many days before FIRST the rows that are left are of."""
    column = all_tables().tables[promise.table].columns[promise.by[0]]
    with database.reading() as session:
        found = session.connection().execute(select(column))
        scale = DAY_MS if promise.unit is Unit.MOMENT else 1
        return sorted(row[0] // scale - FIRST for row in found)


@pytest.mark.parametrize(
    "promise", [each for each in BY_ROW if each.table not in OF_ROUNDS], ids=lambda each: each.name
)
def test_rows_from_before_the_first_day_go_and_the_others_stay(database: Database, promise: Promise) -> None:
    for age in (-300, -31, -2, -1, 0, 1, 30):
        put(database, promise.table, **{promise.by[0]: at_day(promise, FIRST + age)})
    ensure(database, NOON)
    assert sweep(database, promise, FIRST, TODAY, no_pause) != Swept()
    assert ages(database, promise) == [0, 1, 30]
    assert sweep(database, promise, FIRST, TODAY, no_pause) == Swept()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", ["event", "answer", "quarantined"])
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(-90, 40)), max_size=30), st.integers(-60, 20))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_there_is_exactly_what_is_older_goes(
    database: Database, table: str, there: list[tuple[int, int]], cut: int
) -> None:
    promise = promise_of(table, Way.DEVICE_DAYS if table == "event" else Way.ROWS)
    with database.writing() as session:
        session.connection().execute(all_tables().tables[table].delete())
    for device, age in there:
        put(database, table, device_id=device, **{promise.by[0]: at_day(promise, FIRST + age)})
    swept = sweep(database, promise, FIRST + cut, TODAY, no_pause)
    assert ages(database, promise) == sorted(age for _device, age in there if age >= cut)
    assert swept.rows == sum(age < cut for _device, age in there)


def test_the_ledger_goes_by_whole_months_so_that_no_batch_is_forgotten_too_soon(database: Database) -> None:
    for month in ("2026-07", "2026-09", "2026-10", "2026-11"):
        for device in (1, 2):
            put(database, "batch", device_id=device, month=month)
    ensure(database, NOON)
    promise = promise_of("batch")
    sweep(database, promise, TODAY - 45, TODAY, no_pause)  # 4 October
    with database.reading() as session:
        left = session.connection().execute(text("SELECT month, count(*) FROM batch GROUP BY month ORDER BY month"))
        assert left.all() == [("2026-10", 2), ("2026-11", 2)]


@pytest.mark.parametrize("column", ["expires_at", "revoked_at"])
@pytest.mark.parametrize("table", ["api_token", "enrolment_token"])
def test_a_token_goes_some_time_after_it_ended_however_it_did(database: Database, table: str, column: str) -> None:
    put(database, table, **{column: (FIRST - 1) * DAY_MS})
    put(database, table, **{column: FIRST * DAY_MS})
    put(database, table)  # has not ended
    assert sweep(database, promise_of(table), FIRST, TODAY, no_pause).rows == 1


def test_the_team_that_a_laptop_is_in_is_never_forgotten(database: Database) -> None:
    for device, days in ((1, (-300, -200, -100, 5)), (2, (-500,))):
        for day in days:
            put(database, "membership", device_id=device, from_day=FIRST + day)
    sweep(database, promise_of("membership"), FIRST, TODAY, no_pause)
    with database.reading() as session:
        left = session.connection().execute(text("SELECT device_id, from_day FROM membership ORDER BY 1, 2")).all()
    # On the first day that is kept it was still in the team of 100 days before.
    assert left == [(1, FIRST - 100), (1, FIRST + 5), (2, FIRST - 500)]


def test_an_anonymous_round_ends_with_its_answers_first(database: Database) -> None:
    for campaign, closed in (("old", -1), ("young", 0)):
        put(database, "ballot_round", campaign=campaign, closes_at=(FIRST + closed) * DAY_MS, told='["1"]')
        put(database, "ballot_group", campaign=campaign)
        put(database, "ballot", campaign=campaign, comment="words", response="{}")
    left: Callable[[str], list[Any]] = lambda query: _all(database, query)  # noqa: E731
    sweep(database, promise_of("ballot.comment"), FIRST, TODAY, no_pause)
    assert left("SELECT campaign, comment FROM ballot ORDER BY 1") == [("old", ""), ("young", "words")]
    sweep(database, promise_of("ballot", Way.ROWS), FIRST, TODAY, no_pause)
    sweep(database, promise_of("ballot_round.told"), FIRST, TODAY, no_pause)
    assert left("SELECT campaign FROM ballot") == [("young",)]
    assert left("SELECT campaign, told FROM ballot_round ORDER BY 1") == [("old", "[]"), ("young", '["1"]')]
    for promise in (each for each in promises() if each.table in OF_ROUNDS and each.way is Way.ROWS):
        sweep(database, promise, FIRST, TODAY, no_pause)
    assert left("SELECT campaign FROM ballot_group") == left("SELECT campaign FROM ballot_round") == [("young",)]


def test_a_publication_forgets_which_answers_were_in_it(database: Database) -> None:
    for key, day in (("old", -1), ("young", 0)):
        put(database, "publication", group_key=key, published_at=(FIRST + day) * DAY_MS, votes='["1.a"]')
    assert sweep(database, promise_of("publication.votes"), FIRST, TODAY, no_pause).rows == 1
    assert _all(database, "SELECT group_key, votes FROM publication ORDER BY 1") == [
        ("old", "[]"),
        ("young", '["1.a"]'),
    ]


def test_it_can_end_at_any_bite_and_the_next_run_goes_on(database: Database) -> None:
    promise = promise_of("group_score")
    for age in range(-120, 5):
        put(database, "group_score", day=FIRST + age)
    runs = 0
    while _stopped_at_the_second_bite(lambda pause: sweep(database, promise, FIRST, TODAY, pause)):
        runs += 1
    assert runs > 1
    assert ages(database, promise) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seconds_a_row", [0.0001, 0.001, 0.02])
def test_on_a_slow_disk_a_bite_is_small_and_nobody_waits_longer(
    database: Database, monkeypatch: pytest.MonkeyPatch, seconds_a_row: float
) -> None:
    clock, bites_taken, really = [0.0], [], rows.remove

    def slowly(session: Session, old: rows.Old, keys: Sequence[Any]) -> int:
        clock[0] += seconds_a_row * len(keys)
        bites_taken.append(seconds_a_row * len(keys))
        return really(session, old, keys)

    monkeypatch.setattr(time, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(rows, "remove", slowly)
    for age in range(1, 400):
        put(database, "group_score", day=FIRST - age)
    assert sweep(database, promise_of("group_score"), FIRST, TODAY, no_pause).rows == 399
    least = max(TARGET_SECONDS, seconds_a_row)  # a bite holds one row at least
    assert max(bites_taken[2:]) <= 2 * least
    assert max(bites_taken) <= max(2 * least, seconds_a_row * bites.FIRST)


def _stopped_at_the_second_bite(run: Callable[[Callable[[], None]], object]) -> bool:
    bites = []

    def pause() -> None:
        bites.append(1)
        if len(bites) == 2:
            raise InterruptedError

    try:
        run(pause)
    except InterruptedError:
        return True
    return False


def _all(database: Database, query: str) -> list[Any]:
    with database.reading() as session:
        return [tuple(row) for row in session.connection().execute(text(query))]
