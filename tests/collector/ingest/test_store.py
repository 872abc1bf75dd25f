"""The SQL of the intake, on both engines."""

import itertools

import pytest

from barometer_collector.database import Database
from barometer_collector.ingest import store
from barometer_collector.ingest.store import LedgerEntry, SampleBlock
from barometer_collector.ingest.tables import DIVIDED, SAMPLE_BLOCK


def _entry(batch: str = "a" * 32, device: int = 1, first: int = 1, last: int = 0, received: int = 5) -> LedgerEntry:
    return LedgerEntry(device, "2026-11", batch, received, 20_001, 4, 0, first, last, 1, 0)


def _block(device: int, *numbers: int, labels: str | None = None) -> SampleBlock:
    rows = [(1, "", 1_000 + number, 30_000, 7) for number in numbers]
    return SampleBlock(device, numbers[0], 20_001, 0, 0, rows, {0: labels} if labels else {})


def test_numbers_of_samples_are_handed_out_once_each(database: Database) -> None:
    blocks = []
    for count in (3, 1, SAMPLE_BLOCK, 2):
        with database.writing() as session:
            first = store.reserve_samples(session, count)
        blocks.append(range(first, first + count))
    assert blocks[0].start == 1
    for before, after in itertools.pairwise(blocks):
        assert before.stop <= after.start


def test_more_samples_than_a_block_holds_are_refused(database: Database) -> None:
    with database.writing() as session, pytest.raises(ValueError, match="at once"):
        store.reserve_samples(session, SAMPLE_BLOCK + 1)


def test_numbers_given_to_a_transaction_that_failed_harm_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="no room"), database.writing() as session:  # noqa: PT012
        store.reserve_samples(session, 5)
        raise RuntimeError("no room")
    with database.writing() as session:
        first = store.reserve_samples(session, 5)
        following = store.reserve_samples(session, 1)
    assert 1 <= first <= following - 5


def test_only_batches_that_were_not_there_enter_the_ledger(database: Database) -> None:
    with database.writing() as session:
        assert store.enter(session, [_entry("a" * 32), _entry("b" * 32)]) == {
            (1, "2026-11", "a" * 32),
            (1, "2026-11", "b" * 32),
        }
    with database.writing() as session:
        assert store.enter(session, [_entry("b" * 32), _entry("c" * 32)]) == {(1, "2026-11", "c" * 32)}
        assert store.enter(session, []) == set()


def test_the_same_id_from_another_device_is_another_batch(database: Database) -> None:
    with database.writing() as session:
        assert len(store.enter(session, [_entry(device=1), _entry(device=2)])) == 2


def test_a_batch_that_came_is_told_from_one_that_was_only_divided(database: Database) -> None:
    keys = [(1, "2026-11", letter * 32) for letter in "abc"]
    with database.writing() as session:
        store.enter(session, [_entry("a" * 32), _entry("b" * 32)._replace(accepted=DIVIDED)])
        assert store.came_whole(session, [*keys, (2, *keys[0][1:]), (1, "2026-10", keys[0][2])]) == {keys[0]}
        assert store.came_whole(session, []) == set()


def test_the_latest_samples_are_those_of_the_devices_own_batches(database: Database) -> None:
    with database.writing() as session:
        store.enter(session, [_entry("a" * 32, 1, 1, 2, 5), _entry("b" * 32, 2, 3, 3, 6), _entry("c" * 32, 1, 4, 4, 7)])
        blocks = [_block(1, 1), _block(1, 2, labels='{"a":"b"}'), _block(2, 3), _block(1, 4)]
        store.add_samples(session, blocks)
    with database.reading() as session:
        assert [row.at for row in store.latest_samples(session, 1, 50, 10)] == [1_004, 1_002, 1_001]
        assert [row.at for row in store.latest_samples(session, 1, 1, 10)] == [1_004]
        assert [row.labels for row in store.latest_samples(session, 1, 50, 2)] == [None, '{"a":"b"}']


def test_no_samples_are_added_without_complaint(database: Database) -> None:
    with database.writing() as session:
        store.add_samples(session, [])
        store.add_quarantined(session, [])
        store.add_dropped(session, [])
    with database.reading() as session:
        assert store.dropped_samples(session) == 0


def test_dropped_samples_add_up(database: Database) -> None:
    for _ in range(2):
        with database.writing() as session:
            store.add_dropped(session, [{"device_id": 1, "metric": "boot_ms", "samples": 4}])
    with database.reading() as session:
        assert store.dropped_samples(session) == 8


def test_what_a_laptop_gave_up_is_its_own_with_the_most_first(database: Database) -> None:
    rows = [(1, "boot_ms", 4), (1, "dns_us", 9), (2, "boot_ms", 5)]
    with database.writing() as session:
        store.add_dropped(session, [dict(zip(("device_id", "metric", "samples"), row, strict=True)) for row in rows])
    with database.reading() as session:
        assert [(row.metric, row.samples) for row in store.dropped_of(session, 1)] == [("dns_us", 9), ("boot_ms", 4)]
        assert store.dropped_of(session, 3) == []


def test_open_batches_are_counted_with_the_oldest(database: Database) -> None:
    with database.reading() as session:
        assert store.open_batches(session) == (0, None)
    with database.writing() as session:
        store.open_for_roll_up(session, [_entry("a" * 32, received=9), _entry("b" * 32, first=2, received=3)])
    with database.reading() as session:
        assert store.open_batches(session) == (2, 3)
