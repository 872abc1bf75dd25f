"""Samples into SQLite by long statements: every row, once, in its place."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barometer_collector.ingest.inserting import SampleBlock, insert_blocks
from barometer_collector.ingest.rows import stored
from barometer_collector.ingest.tables import SAMPLES
from tests.collector.laptops import NOON_MS

_NAMES = [column.name for column in SAMPLES.columns]


@pytest.fixture
def driver() -> Iterator[sqlite3.Connection]:
    columns = ", ".join(f"{name} INTEGER PRIMARY KEY" if name == "id" else name for name in _NAMES)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"CREATE TABLE sample ({columns})").close()
        yield connection


@given(
    st.lists(st.integers(0, 320), max_size=5), st.sampled_from([0, 7, -90_000_000]), st.sampled_from([0, -54_000_000])
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_of_every_block_is_stored_under_its_number(
    driver: sqlite3.Connection, lengths: list[int], skew_ms: int, offset_ms: int
) -> None:
    driver.execute("DELETE FROM sample").close()
    blocks, expected, first = [], [], 1
    for device, length in enumerate(lengths, 7):
        rows = [(10, f"s{n}", NOON_MS + n * 3_600_000, n, n % 13 - 1) for n in range(length)]
        labels = dict.fromkeys(range(0, length, 9), '{"a":"b"}')
        blocks.append(SampleBlock(device, first, 20_400, skew_ms, offset_ms, rows, labels))
        expected += [
            {"device_id": device, "id": first + place, "arrived": 20_400, "labels": labels.get(place)}
            | stored(row, skew_ms, offset_ms)._asdict()
            for place, row in enumerate(rows)
        ]
        first += length
    insert_blocks(driver, blocks)
    with closing(driver.execute(f"SELECT {', '.join(_NAMES)} FROM sample ORDER BY id")) as found:  # noqa: S608 - names of ours
        assert [dict(zip(_NAMES, row, strict=True)) for row in found] == expected


def test_a_number_that_is_taken_is_an_error_of_the_driver(driver: sqlite3.Connection) -> None:
    block = SampleBlock(7, 1, 20_400, 0, 0, [(10, "", 1, 1, 0)])
    with pytest.raises(sqlite3.IntegrityError):
        insert_blocks(driver, [block, block])
