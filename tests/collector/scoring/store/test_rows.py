"""Rows for arrays."""

from barometer_collector.scoring.store.rows import integers, numbered, places, raw
from tests.collector.scoring.records import Records

_DEVICES = "SELECT id, enrolled_at FROM device WHERE id IN (:ids) AND name <> :name ORDER BY id"


def test_rows_of_whole_numbers_are_an_array(records: Records) -> None:
    for number in (3, 2**62):
        records.device(number)
    with records.database.reading() as session:
        found = integers(session, _DEVICES, {"ids": [3, 2**62, *range(10, 40_000)], "name": "?"}, columns=2)
        assert found[:, 0].tolist() == [3, 2**62]
        assert integers(session, _DEVICES, {"ids": [], "name": ""}, columns=2).shape == (0, 2)
        assert [row[0] for row in raw(session, _DEVICES, {"ids": [3], "name": "LT-0004"})] == [3]


def test_names_are_numbered_in_their_order() -> None:
    found, names = numbered(["b", "a", "b"])
    assert (found.tolist(), names) == ([1, 0, 1], ("a", "b"))
    assert places(found, found[1:]).tolist() == [1, 0, 1]
