"""What becomes of promised samples when a laptop is killed, or loses its power, at any call that changes a file.

    python3 run.py bench kill

Lives of a real spool (measure, crash, answer, send, halve, refuse, drop, open again), each ended at one call: by
kill -9, by a power cut that undoes all writes that were not synced, or by one that undoes some of their sectors; some
on a disk that was full, failing or read-only for a while. Then the spool is opened again by the real code, now and
then after a second end while it opens, emptied into a collector, and compared with what had been promised.

And lives of the collector's intake on embedded SQLite, ended in the same ways; afterwards the laptops send all of it
again, and every sample is looked for, in the batches and in the sums of its day.

And a thousand kills of a whole ``serve`` with its jobs, at random moments under load over real HTTP
(BAROMETER_SERVE_KILLS; about a second each on an idle machine).
"""

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import msgspec

from tests.faults.intake.kills import Figures as IntakeFigures
from tests.faults.serving import kills as serving
from tests.faults.spool import disk
from tests.faults.spool.kills import Figures

POINTS = int(os.environ.get("BAROMETER_KILL_POINTS", "10000"))
OF_THE_INTAKE = POINTS // 5
OF_SERVE = int(os.environ.get("BAROMETER_SERVE_KILLS", "1000"))
SECONDS_OF_SERVE = 14_400  # of a machine that is busy with other things


def main() -> int:
    """Print the figures; 1 where anything was lost or arrived twice."""
    if disk.MISSING:
        print(f"not measured: the kill harness needs {disk.MISSING}")
        return _of_serve()
    with tempfile.TemporaryDirectory(dir=disk.MEMORY) as folder:
        library = disk.build(Path(folder))
        return _of_the_spool(library, Path(folder)) | _of_the_intake(library, Path(folder)) | _of_serve()


def _of_serve() -> int:
    print("a whole collector under load")
    figures = serving.run(OF_SERVE, SECONDS_OF_SERVE)
    print(figures)
    return int(not figures.is_good)


def _of_the_spool(library: Path, folder: Path) -> int:
    started = time.perf_counter()
    run = disk.preloaded(library, "tests.faults.spool.kills", str(folder), str(POINTS))
    if not run.stdout:
        print(run.stderr)
        return 1
    figures = msgspec.json.decode(run.stdout, type=Figures)
    print("the laptop's spool")
    print(f"kill points: {figures.points:,} (of them while opening again: {figures.killed_again_while_opening:,})")
    print(f"lives: {figures.lives:,}, power cuts: {figures.power_cuts:,}, on a failing disk: {figures.failing_disks:,}")
    print(f"samples and answers acknowledged as durable: {figures.promised:,}")
    return _ended(figures.lost, figures.duplicated, figures.faults, started)


def _of_the_intake(library: Path, folder: Path) -> int:
    started = time.perf_counter()
    run = disk.preloaded(library, "tests.faults.intake.kills", str(folder), str(OF_THE_INTAKE))
    if not run.stdout:
        print(run.stderr)
        return 1
    figures = msgspec.json.decode(run.stdout, type=IntakeFigures)
    where = f"at the first start: {figures.first_starts:,}, opening again: {figures.killed_again_while_opening:,}"
    print("the collector's intake")
    print(f"kill points: {figures.points:,} (of them {where})")
    print(f"power cuts: {figures.power_cuts:,}, on a failing disk: {figures.failing_disks:,}")
    print(f"samples acknowledged: {figures.acknowledged:,}; stored and not acknowledged: {figures.unsure:,}")
    return _ended(figures.lost, figures.twice, figures.faults, started)


def _ended(lost: int, twice: int, faults: list[str], started: float) -> int:
    print(f"lost: {lost}, duplicated: {twice}, other faults: {len(faults)}")
    print(f"seconds: {time.perf_counter() - started:,.0f}", *faults, "", sep="\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
