"""How long scores take: of 100,000 laptops anew, and of the thousand that were touched; on one core.

    python3 run.py bench rescore [DEVICES]

Builds a fleet with a week of days (six packed, one open, 21 to 26 rows a day), starts, crashes and gaps straight in
SQLite, and measures reading and computing; storing is told beside it. Medians of five rounds. The code before scores
were numbers took 0.88 s a thousand, storing excluded: measured once with 2,000 laptops of such a fleet.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from barometer_collector.database import Database, sqlite_url
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import Day
from barometer_collector.scoring.service.bites import MOST_COMPUTED, compute
from barometer_collector.scoring.service.devices import layout_of
from barometer_collector.scoring.service.storing import put
from tests.benchmarks._rescore_fleet import TODAY, build

DEVICES, TOUCHED, ROUNDS = 100_000, 1_000, 5
MUST_ALL, MUST_TOUCHED = 10.0, 0.06  # seconds: all of 100,000, and a thousand
BEFORE = 0.88e-3  # seconds a device
_DAY = Day(TODAY, TODAY + 1)
_LAYOUT = layout_of(load())


def main(devices: int) -> int:
    """Print what was measured; 1 when any of it is more than it may be."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory(prefix="rescore-") as folder:
        ids = build(Path(folder), devices)
        with closing(Database(sqlite_url(Path(folder)))) as database:
            return _measure(database, ids)


def _measure(database: Database, ids: Sequence[int]) -> int:
    rng = np.random.default_rng(1)
    before = _peak()
    alone = _median(lambda: _all(database, ids))
    touched = _median(lambda: _some(database, sorted(rng.choice(ids, TOUCHED, replace=False).tolist())))
    peak = _peak()
    stored = statistics.median(_storing(database, ids[:TOUCHED]) for _ in range(ROUNDS))
    all_of = alone * DEVICES / len(ids)
    load_average = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"all {len(ids):,} laptops: {alone:.2f} s, {alone / len(ids) * 1e6:.0f} us each (load {load_average:.1f})")
    print(f"as 100,000: {all_of:.2f} s, must {MUST_ALL:.0f} s; {BEFORE * len(ids) / alone:.0f} x as fast as before")
    print(f"{TOUCHED:,} touched: {touched:.3f} s, must {MUST_TOUCHED} s; storing them beside that {stored:.3f} s")
    print(f"memory at most {peak:.0f} MB, {peak - before:.0f} MB of it for scoring")
    return int(all_of > MUST_ALL or touched > MUST_TOUCHED)


def _all(database: Database, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), MOST_COMPUTED):
        compute(database, _LAYOUT, ids[start : start + MOST_COMPUTED], _DAY, 0)


def _some(database: Database, ids: Sequence[int]) -> None:
    scored = compute(database, _LAYOUT, ids, _DAY, 0)
    assert not np.isnan(scored.numbers.t).any(), "a laptop without a score: nothing would be measured"


def _storing(database: Database, ids: Sequence[int]) -> float:
    """How long one transaction that stores these takes, its commit included."""
    scored = compute(database, _LAYOUT, ids, _DAY, 0)

    def store() -> None:
        with database.writing() as session:
            put(session, _LAYOUT, scored)

    return _timed(store)


def _median(work: Callable[[], None]) -> float:
    work()
    return statistics.median(_timed(work) for _ in range(ROUNDS))


def _timed(work: Callable[[], None]) -> float:
    """Seconds of a processor: what others do meanwhile on the same machine is not in them."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else DEVICES))
