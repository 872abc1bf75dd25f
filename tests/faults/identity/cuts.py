"""An identity that is being written when the process is killed or the power cut, at each call in turn.

    python -m tests.faults.identity.cuts FOLDER

to be run with the file layer preloaded. Prints how many points there were, and what went wrong.
"""

import os
import shutil
import sys
from itertools import count
from pathlib import Path

import msgspec

from barometer_agent.enrolment import Identity, IdentityError, load, save
from tests.faults.spool.disk import Power, Strike
from tests.faults.spool.kills import child

FIRST = Identity("00000000000000ab", "secret of before", "Finance", "https://old.example")
SECOND = Identity("00000000000000cd", "another secret", "Finance", "https://new.example")


class Found(msgspec.Struct):
    """What a run found; ``told`` counts the points at which whoever wrote had said that it is durable."""

    points: int = 0
    told: int = 0
    faults: list[str] = []


def main(arguments: list[str]) -> int:
    place, found = Path(arguments[0]) / "data", Found()
    for before in (None, FIRST):
        for power in Power:
            for at in count(1):
                if not _ends_at(place, before, Strike(at, power, at), found):
                    break
    sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
    return bool(found.faults)


def _ends_at(place: Path, before: Identity | None, strike: Strike, found: Found) -> bool:
    """Whether something was still being written at the strike."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    if before is not None:
        save(place, before)
    told, ended = child(lambda pipe: _write(place, pipe), place, strike)
    if ended:
        return False
    found.points += 1
    found.told += bool(told)
    kept = _kept(place)
    if kept not in ((SECOND,) if told else (before, SECOND)):
        found.faults.append(f"{kept} after {before}, {strike}, {told!r}")
    return True


def _write(place: Path, pipe: int) -> None:
    save(place, SECOND)
    os.write(pipe, b"durable")
    (place / "another file").write_text("so that there is a call after it")


def _kept(place: Path) -> Identity | str | None:
    try:
        return load(place)
    except IdentityError as error:
        return None if error.kind == "missing" else error.kind


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
