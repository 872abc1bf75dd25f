"""Packing: rows become one, in one transaction, exactly."""

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.rollup.rules import packing as rules
from barometer_collector.rollup.store import packed
from barometer_collector.rollup.store.packed import KeysDifferError, PackedMeanwhileError
from barometer_collector.rollup.window import window
from tests.collector.rollup.day_rows import Counted, put, rows_of


def _pack(database: Database, *days: tuple[int, int]) -> None:
    with database.writing() as session:
        packed.pack_days(session, days)


def _n(database: Database, device: int = 7) -> list[int]:
    with database.reading() as session:
        return window(session, [device], None, 0, 1_000).n.tolist()  # type: ignore[no-any-return]


def test_open_rows_become_one_row(database: Database) -> None:
    put(database, Counted(7, 100, 1, "a", (1, 2)), Counted(7, 100, 2, "", (3,)), Counted(7, 101, 1, "", (3,)))
    _pack(database, (7, 100))
    assert (rows_of(database, "device_day"), rows_of(database, "packed_day"), rows_of(database, "day_key")) == (1, 1, 1)
    assert _n(database) == [1, 2, 1]


def test_late_rows_join_the_packed_ones_though_their_keys_differ(database: Database) -> None:
    put(database, Counted(7, 100, 1, "a", (1, 2)))
    _pack(database, (7, 100))
    put(database, Counted(7, 100, 1, "a", (5,)), Counted(7, 100, 1, "b", (9,)))
    assert _n(database) == [3, 1]
    _pack(database, (7, 100))
    assert (rows_of(database, "device_day"), rows_of(database, "packed_day")) == (0, 1)
    assert _n(database) == [3, 1]


def test_laptops_of_which_the_same_was_measured_share_their_list(database: Database) -> None:
    put(database, *(Counted(device, 100, 1, "a", (device,)) for device in range(20)))
    _pack(database, *((device, 100) for device in range(20)))
    assert (rows_of(database, "packed_day"), rows_of(database, "day_key")) == (20, 1)


def test_packing_that_fails_changes_nothing(database: Database) -> None:
    put(database, Counted(7, 100, values=(1,)))
    with pytest.raises(RuntimeError, match="cut"), database.writing() as session:  # noqa: PT012
        packed.pack_days(session, [(7, 100)])
        raise RuntimeError("cut")
    assert (rows_of(database, "device_day"), rows_of(database, "packed_day")) == (1, 0)
    assert _n(database) == [1]


def test_a_day_of_which_nothing_is_open_is_left_alone(database: Database) -> None:
    put(database, Counted(7, 100, values=(1,)))
    _pack(database, (7, 100))
    _pack(database, (7, 100), (8, 100))
    assert (rows_of(database, "packed_day"), _n(database)) == (1, [1])


def test_two_lists_with_one_number_are_never_mixed_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    put(database, Counted(7, 100, 1, "a", (1,)), Counted(8, 100, 1, "b", (2, 3)))
    monkeypatch.setattr(packed, "id_of", lambda _keys: 5)
    _pack(database, (7, 100))
    with pytest.raises(KeysDifferError, match="the number 5"):
        _pack(database, (8, 100))
    assert (_n(database, 7), _n(database, 8)) == ([1], [2])
    assert rows_of(database, "device_day") == 1


def test_days_that_are_over_are_told_in_order(database: Database) -> None:
    put(database, *(Counted(device, day, metric) for device in (7, -8) for day in (99, 100, 101) for metric in (1, 2)))
    with database.reading() as session:
        assert packed.over(session, (-(1 << 63), 0), 101, 3) == [(-8, 99), (-8, 100), (7, 99)]
        assert packed.over(session, (7, 99), 101, 3) == [(7, 100)]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_processes_that_pack_the_same_day_lose_nothing(database: Database) -> None:
    put(database, Counted(7, 100, values=(1,)))
    _pack(database, (7, 100))
    put(database, Counted(7, 100, 1, "", (2,)))
    with database.writing() as slow:
        old = slow.connection().execute(text("SELECT keys, counts FROM packed_day")).one()
        _pack(database, (7, 100))
        with pytest.raises(PackedMeanwhileError, match="day 100"):
            packed._replace(
                slow,
                {"device_id": 7, "day": 100, "keys": old[0], "counts": old[1]},
                packed.Packed(old[0], bytes(old[1])),
            )
    assert _n(database) == [2]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_is_counted_while_a_day_is_packed_stays_open(database: Database) -> None:
    put(database, Counted(7, 100, 1, "a", (1,)))
    with database.writing() as session:
        packed.pack_days(session, [(7, 100)])
        put(database, Counted(7, 100, 1, "b", (2,)))
    assert rows_of(database, "device_day") == 1
    assert _n(database) == [1, 1]


def test_a_count_beyond_64_bits_stays_open(database: Database) -> None:
    put(database, Counted(7, 100, values=((1 << 63) - 1,)))
    _pack(database, (7, 100))
    put(database, Counted(7, 100, values=((1 << 63) - 1,)))
    with pytest.raises(OverflowError):
        _pack(database, (7, 100))
    assert rows_of(database, "device_day") == 1
    assert rules.unpack(rules.pack(rules.unpack(rules.pack(_numbers())))).tolist() == _numbers().tolist()


def _numbers() -> rules.IntArray:
    return rules.unpack_all([])[0]
