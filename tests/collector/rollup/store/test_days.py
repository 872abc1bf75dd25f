"""Days as they lie: open rows and packed ones in one answer."""

import pytest

from barometer_collector.database import Database
from barometer_collector.rollup.rules.counts import NO_HIGHEST, NO_LOWEST
from barometer_collector.rollup.store import days, packed
from tests.collector.rollup.day_rows import Counted, put


def test_both_kinds_come_in_one_answer_with_devices_by_their_place(database: Database) -> None:
    put(database, Counted(5, 100, 1, "a", (1,)), Counted(-5, 100, 1, "a", (2,)), Counted(9, 101, 2, "b", (3,)))
    with database.writing() as session:
        packed.pack_days(session, [(5, 100)])
    with database.reading() as session:
        found = days.rows(session, [-5, 5, 9], None, 100, 101)
    told = sorted(
        (int(device), int(day), found.keys[key], int(n[2]))
        for device, day, key, n in zip(found.device, found.day, found.key, found.numbers, strict=True)
    )
    assert told == [(0, 100, (1, "a"), 2), (1, 100, (1, "a"), 1), (2, 101, (2, "b"), 3)]


def test_more_devices_than_a_statement_takes_are_all_read(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "_CHUNK", 2)
    put(database, *(Counted(device, 100, 1, f"s{device}", (device,)) for device in range(5)))
    with database.writing() as session:
        packed.pack_days(session, [(device, 100) for device in (0, 1, 2)])
    with database.reading() as session:
        found = days.rows(session, range(5), [1], 100, 100)
    assert sorted(found.device.tolist()) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_finds_the_days_of_devices_by_their_key(database: Database) -> None:
    with database.reading() as session:
        query = f"EXPLAIN QUERY PLAN {days._query('sqlite', [1, 2], [1])}"
        plan = [str(row[3]) for row in session.connection().exec_driver_sql(query, (1, 2, 1, 2))]
    assert " ".join(plan).count("device_id=? AND day>? AND day<?") == 2
    assert not {"SCAN device_day", "SCAN packed_day"} & set(plan)


def test_open_rows_are_read_exactly_up_to_64_bits(database: Database) -> None:
    put(database, Counted(5, 100, 1, 'a "b" [c], d\\', ((1 << 63) - 1,)), Counted(5, 100, 2, "é", (-(1 << 63),)))
    put(database, Counted(5, 100, 3, "", failed=2))
    with database.reading() as session:
        found = days.rows(session, [5], None, 100, 100)
    told = {found.keys[key]: row[:5].tolist() for key, row in zip(found.key, found.numbers, strict=True)}
    assert told == {
        (1, 'a "b" [c], d\\'): [1, 0, (1 << 63) - 1, (1 << 63) - 1, (1 << 63) - 1],
        (2, "é"): [1, 0, -(1 << 63), -(1 << 63), -(1 << 63)],
        (3, ""): [0, 2, 0, NO_LOWEST, NO_HIGHEST],
    }
