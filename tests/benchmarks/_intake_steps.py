"""What the steps of taking in a batch cost at the least, each by itself: processor time of this process.

No step knows of another, of HTTP or of what is checked: the sum is a floor, to see what is left to be gained.
"""

import gc
import itertools
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

import msgspec
from _intake_core import SERVER_CORE, on_core
from _intake_samples import SAMPLES, as_batch
from _intake_supply import batches

from barometer_shared.samples import Batch

_BATCHES, _GROUP, _ROUNDS = 2_000, 32, 5
_COLUMNS = "id INTEGER PRIMARY KEY, device, at, value, day, arrived, metric, failed, bucket, subject, labels"
_WIDTH = _COLUMNS.count(",") + 1
_TOGETHER = 20

Row = tuple[object, ...]


def show(folder: Path) -> None:
    """Print the median of each step, in microseconds for a batch of 100 samples."""
    on_core(SERVER_CORE)
    gc.disable()
    print(f"steps: processor time of a batch of {SAMPLES} samples, median of {_ROUNDS} rounds of {_BATCHES:,} batches")
    rounds = [dict(_costs(folder / str(number))) for number in range(_ROUNDS)]
    for name in rounds[0]:
        costs = [each[name] for each in rounds]
        print(f"  {name:46} {median(costs):6.0f} us ({min(costs):.0f}..{max(costs):.0f})")


def _costs(folder: Path) -> Iterator[tuple[str, float]]:
    folder.mkdir(parents=True)
    told = list(batches(int(time.time() * 1000), 0, _BATCHES))
    bodies = [as_batch(each).partition(b"\r\n\r\n")[2] for each in told]
    contents = [zlib.decompress(body, 31) for body in bodies]
    decoder = msgspec.json.Decoder(Batch)
    yield "decompress gzip", _cost(lambda: [zlib.decompress(body, 31) for body in bodies])
    yield "decode JSON into structs", _cost(lambda: [decoder.decode(content) for content in contents])
    numbers = itertools.count(1)
    rows = [
        (next(numbers), each.laptop.number, sample.at, sample.value, 20_779, 20_779, 11, 0, 3, sample.subject, None)
        for each in told
        for sample in each.samples
    ]
    one = "(" + ",".join("?" * _WIDTH) + ")"
    many = ",".join([one] * _TOGETHER)
    flat = [tuple(itertools.chain.from_iterable(rows[at : at + _TOGETHER])) for at in range(0, len(rows), _TOGETHER)]
    blobs = [(number, each.laptop.number, bytes(16 * SAMPLES)) for number, each in enumerate(told)]
    yield "insert into SQLite, row by row", _inserted(folder / "one", _COLUMNS, one, rows, SAMPLES)
    yield (
        f"insert, {_TOGETHER} rows in a statement",
        _inserted(folder / "many", _COLUMNS, many, flat, SAMPLES // _TOGETHER),
    )
    yield (
        "insert one row of 1,600 bytes for the batch",
        _inserted(folder / "blob", "id INTEGER PRIMARY KEY, device, body", "(?,?,?)", blobs, 1),
    )


def _inserted(file: Path, columns: str, marks: str, rows: Sequence[Row], per_batch: int) -> float:
    """In groups of 32 batches, each synced."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=4000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"CREATE TABLE sample ({columns})")

        def insert() -> None:
            for first in range(0, len(rows), per_batch * _GROUP):
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(f"INSERT INTO sample VALUES {marks}", rows[first : first + per_batch * _GROUP])  # noqa: S608 - marks only
                connection.execute("COMMIT")

        return _cost(insert)


def _cost(work: Callable[[], object]) -> float:
    """Microseconds of processor time for each batch."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) / _BATCHES * 1e6
