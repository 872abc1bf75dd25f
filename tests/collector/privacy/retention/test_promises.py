"""Every table is promised something, in both languages."""

import pytest
from sqlalchemy import inspect

from barometer_collector.database import Database
from barometer_collector.ingest.rules import months_of_ledger
from barometer_collector.migrations.schema import all_tables
from barometer_collector.partitions.rules import TABLES
from barometer_collector.privacy.retention.promises import Promise, Way, period_of, promises
from barometer_collector.privacy.retention.rules.cutoffs import Period, first_kept, month_of
from barometer_collector.settings import Keep
from barometer_shared.protocol import LEDGER_DAYS
from tests.collector.laptops import NOON_MS, TODAY

TIMED = (Way.RAW, Way.LEDGER, Way.DEVICE_DAYS, Way.ROWS, Way.PARTS, Way.WORDS)


def test_every_table_there_is_has_a_promise_and_no_other_has(database: Database) -> None:
    there = {name for name in inspect(database.engine).get_table_names() if not _is_partition(name)}
    missing = sorted(there - {each.table for each in promises()})
    assert not missing, (
        f"say in promises.toml what {', '.join(missing)} holds and how long that is kept, or why for good"
    )
    assert {each.table for each in promises()} <= there
    assert set(all_tables().tables) <= there


def _is_partition(name: str) -> bool:
    return any(name.startswith(f"{table}_2") or name == f"{table}_default" for table in TABLES)


@pytest.mark.parametrize("promise", promises(), ids=lambda each: each.name)
def test_a_promise_says_what_and_why_in_english_and_dutch(promise: Promise) -> None:
    for told in (promise.holds, promise.reason):
        assert sorted(told) == ["en", "nl"]
        assert all(text == text.strip() and len(text) > 10 for text in told.values())
        assert told["en"] != told["nl"]


@pytest.mark.parametrize("promise", promises(), ids=lambda each: each.name)
def test_a_promise_has_a_period_where_something_goes_by_time_and_none_elsewhere(promise: Promise) -> None:
    assert (period_of(promise, Keep()) is not None) == (promise.way in TIMED) == bool(promise.by)
    assert not (promise.setting and promise.days)
    if promise.way in TIMED and promise.way is not Way.WORDS:
        columns = all_tables().tables[promise.table].columns
        assert not promise.column or promise.column in columns
        assert promise.by == ("closes_at",) or set(promise.by) <= set(columns.keys())


def test_no_two_promises_have_one_name_but_rows_and_what_is_emptied_in_them() -> None:
    names = [each.name for each in promises()]
    assert len(names) == len(set(names))


def test_every_period_of_the_settings_is_of_some_table() -> None:
    assert {each.setting for each in promises() if each.setting} == set(Keep.__dataclass_fields__)


def test_the_ledger_forgets_no_batch_that_would_still_be_taken_in() -> None:
    ledger = next(each for each in promises() if each.way is Way.LEDGER)
    assert ledger.days == LEDGER_DAYS
    for day in range(TODAY, TODAY + 400):
        period = period_of(ledger, Keep())
        assert period is not None
        remembered = months_of_ledger(NOON_MS + (day - TODAY) * 86_400_000)
        assert month_of(first_kept(day, period)) <= remembered[0]


def test_the_ledger_lives_as_long_as_the_samples_that_are_found_through_it() -> None:
    ledger = next(each for each in promises() if each.way is Way.LEDGER)
    assert period_of(ledger, Keep(raw_days=90)) == Period(days=90)
