"""What becomes of promised samples when a laptop is killed, or loses its power, at any call that changes a file.

    python3 run.py bench kill

Lives of a real spool (measure, crash, answer, send, halve, refuse, drop, open again), each ended at one call: by
kill -9, by a power cut that undoes all writes that were not synced, or by one that undoes some of their sectors; some
on a disk that was full, failing or read-only for a while. Then the spool is opened again by the real code, now and
then after a second end while it opens, emptied into a collector, and compared with what had been promised.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import msgspec

from tests.faults.spool import disk
from tests.faults.spool.kills import Figures

POINTS = int(os.environ.get("BAROMETER_KILL_POINTS", "10000"))


def main() -> int:
    """Print the figures; 1 where anything was lost or arrived twice."""
    if disk.MISSING:
        print(f"not measured: the kill harness needs {disk.MISSING}")
        return 0
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=disk.MEMORY) as folder:
        library = disk.build(Path(folder))
        run = disk.preloaded(library, "tests.faults.spool.kills", folder, str(POINTS))
    if not run.stdout:
        print(run.stderr)
        return 1
    figures = msgspec.json.decode(run.stdout, type=Figures)
    seconds = time.perf_counter() - started
    print(f"kill points: {figures.points:,} (of them while opening again: {figures.killed_again_while_opening:,})")
    print(f"lives: {figures.lives:,}, power cuts: {figures.power_cuts:,}, on a failing disk: {figures.failing_disks:,}")
    print(f"samples and answers acknowledged as durable: {figures.promised:,}")
    print(f"lost: {figures.lost}, duplicated: {figures.duplicated}, other faults: {len(figures.faults)}")
    print(f"seconds: {seconds:,.0f}")
    print("\n".join(figures.faults))
    return int(bool(figures.faults))


if __name__ == "__main__":
    sys.exit(main())
