"""A spool of which one page cannot be read any more, for each of its pages in turn.

    python -m tests.faults.spool.unreadable FOLDER

Prints how many pages there were, what they cost, and what went wrong.
"""

import logging
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from barometer_agent.spool import Spool, SpoolError
from barometer_agent.spool.database import FILE, PAGE_BYTES
from tests.faults.spool import disk
from tests.faults.spool.life import FACTS, GAUGE, START, samples

QUOTA = 1 << 20
SEALED, WAITING, LATER = 400, 400, 5

T = TypeVar("T")


class Found(msgspec.Struct):
    """What a run found; the samples of all pages together."""

    pages: int = 0
    delivered: int = 0
    counted: int = 0  # as lost
    faults: list[str] = []


def main(arguments: list[str]) -> int:
    logging.disable(logging.CRITICAL)
    folder, found = Path(arguments[0]), Found()
    whole = folder / "whole"
    with Spool(whole, QUOTA, START) as spool:
        spool.add(GAUGE, samples(GAUGE, 0, SEALED), str(SEALED), START)
        spool.next_batch(FACTS, START, None)
        spool.add(GAUGE, samples(GAUGE, SEALED, WAITING), str(SEALED + WAITING), START)
    for page in range((whole / FILE).stat().st_size // PAGE_BYTES):
        place = folder / "spool"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(whole, place)
        disk.unreadable(place / FILE, page * PAGE_BYTES, (page + 1) * PAGE_BYTES)
        found.pages += 1
        try:
            _goes_on(place, found)
        except (SpoolError, AssertionError) as error:
            found.faults.append(f"page {page}: {error!r}")
    sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
    return bool(found.faults)


def _goes_on(folder: Path, found: Found) -> None:
    """The service measures and sends; what it tries again and again works in the end, and every sample is told of."""
    with Spool(folder, QUOTA, START) as spool:
        later = samples(GAUGE, SEALED + WAITING, LATER)
        _tried(partial(spool.add, GAUGE, later, str(SEALED + WAITING + LATER), START))
        delivered: list[int] = []
        while batch := _tried(partial(spool.next_batch, FACTS, START, None)):
            delivered += [sample.value for sample in batch.decoded().samples]
            _tried(partial(spool.acknowledge, batch.id, START))
        lost = spool.health().lost
    assert len(delivered) == len(set(delivered)), "something was sent twice"
    assert set(delivered) >= {sample.value for sample in later}, "what was measured afterwards is not there"
    assert len(delivered) + lost == SEALED + WAITING + LATER, f"{len(delivered)} sent and {lost} counted"
    found.delivered += len(delivered)
    found.counted += lost


def _tried(act: Callable[[], T]) -> T:
    """Once more, as the service does at its next turn."""
    try:
        return act()
    except SpoolError:
        return act()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
