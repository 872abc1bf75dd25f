"""A damaged spool, and a kill or a power cut at every call of its salvage; also a disk without room for a new one.

    python -m tests.faults.spool.salvages FOLDER

Prints how many points there were, and what went wrong.
"""

import errno
import logging
import shutil
import sys
from itertools import count, cycle
from pathlib import Path

import msgspec

from barometer_agent.spool import SealedBatch, Spool, SpoolError
from barometer_agent.spool.database import WAL
from tests.faults.spool.disk import Power, Strike
from tests.faults.spool.kills import child
from tests.faults.spool.life import FACTS, GAUGE, START, samples

QUOTA = 1 << 20
SEALED, ALL = 30, 90
_FIRST_SUM = 32 + 16  # of the first frame, behind the header of the log


class Found(msgspec.Struct):
    """What a run found."""

    points: int = 0
    failed: int = 0
    faults: list[str] = []


def main(arguments: list[str]) -> int:
    logging.disable(logging.CRITICAL)
    folder, found = Path(arguments[0]), Found()
    batch = _damaged(folder / "damaged")
    powers = cycle(Power)
    for at in count(1):
        if not _ends_at(folder, Strike(at, next(powers), at), batch, found):
            break
    for at in range(1, found.points, 3):
        _ends_at(folder, Strike(fail_from=at, fail_to=at + 500, error=errno.ENOSPC), batch, found)
    sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
    return bool(found.faults)


def _damaged(folder: Path) -> SealedBatch:
    """Left by a service that was killed, a bit of its log's first frame flipped; returns the batch on its way."""
    live = folder.with_name("live")
    with Spool(live, QUOTA, START) as spool:
        spool.add(GAUGE, samples(GAUGE, 0, SEALED), str(SEALED), START)
        batch = spool.next_batch(FACTS, START, None)
        spool.add(GAUGE, samples(GAUGE, SEALED, ALL - SEALED), str(ALL), START)
        spool.remember("name", "a last commit cannot be told from a torn one")
        shutil.copytree(live, folder)
    log = bytearray((folder / WAL).read_bytes())
    log[_FIRST_SUM] ^= 1
    (folder / WAL).write_bytes(log)
    assert batch is not None
    return batch


def _ends_at(folder: Path, strike: Strike, batch: SealedBatch, found: Found) -> bool:
    """Whether the salvage was still under way at the strike."""
    place = folder / "spool"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder / "damaged", place)
    _, ended = child(lambda _: _open(place), place, strike)
    if ended and strike.kill_at:
        return False
    found.points += not ended
    found.failed += bool(strike.fail_from)
    with Spool(place, QUOTA, START) as spool:
        first = spool.next_batch(FACTS, START, None)
        spool.acknowledge(batch.id, START)
        second = spool.next_batch(FACTS, START, None)
        values = [sample.value for sample in second.decoded().samples] if second else []
        health = spool.health()
    if first != batch or values != list(range(SEALED, ALL)) or health.lost or len(health.unreadable) != 1:
        found.faults.append(f"{strike}: {values} and {health}")
    return True


def _open(folder: Path) -> None:
    try:
        Spool(folder, QUOTA, START).close()
    except SpoolError as error:
        if error.text not in ("spool.failing.full", "spool.failing.denied"):
            raise  # no room is what it is, also where a file of no bytes cannot be made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
