"""Lives of a spool, each ended at one call: the process that forks them, with the file layer preloaded.

    python -m tests.faults.spool.kills FOLDER POINTS [FIRST_SEED]

FOLDER should lie in memory: nothing here needs a real disk. Prints the figures as JSON; the first faults say how to
see them again.
"""

import errno
import gc
import logging
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from random import Random

import msgspec

from barometer_agent.spool import Spool
from tests.faults.spool import disk
from tests.faults.spool.books import Account, Books, read
from tests.faults.spool.disk import Power, Strike
from tests.faults.spool.life import START, Life, Script

MOST_FAULTS = 5
_SCRIPTS = (
    Script(0),
    Script(0, quota_bytes=2_500),
    Script(0, acts=60, refusals=False),
    Script(0, acts=25, quota_bytes=700),
)
WINDOWS = 4  # of a failing disk, for each kind of error and each life
_ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS)


@dataclass
class Figures:
    """What a run found."""

    points: int = 0
    lives: int = 0
    power_cuts: int = 0
    failing_disks: int = 0
    killed_again_while_opening: int = 0
    promised: int = 0
    lost: int = 0
    duplicated: int = 0
    faults: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    folder, points, seed = Path(arguments[0]), int(arguments[1]), int(arguments[2]) if len(arguments) > 2 else 0
    logging.disable(logging.CRITICAL)
    gc.freeze()
    figures = Figures()
    for script, strikes in _plan(seed):
        for strike in strikes:
            if figures.points >= points or len(figures.faults) >= MOST_FAULTS:
                return _told(figures)
            if not _live(folder / "spool", script, strike, figures):
                break
    raise AssertionError("the plan has no end")


def _told(figures: Figures) -> int:
    sys.stdout.write(msgspec.json.encode(figures).decode() + "\n")
    return 1 if figures.faults else 0


def _plan(seed: int) -> Iterator[tuple[Script, Iterable[Strike]]]:
    """Without end: life after life, struck at one call after the other until a strike comes after its end."""
    random = Random(seed)
    while True:
        for script in _SCRIPTS:
            lived = replace(script, seed=random.getrandbits(32))
            first = random.randint(1, 4)  # every fourth call of a life: other lives have the others
            powers = cycle(Power)
            yield lived, [Strike(at, next(powers), random.getrandbits(32)) for at in range(first, 2000, 4)]
            for error in _ERRORS * WINDOWS:
                at, length = random.randint(1, 150), random.choice((1, 2, 10, 60))
                window = Strike(0, fail_from=at, fail_to=at + length, error=error)
                killed = replace(window, kill_at=at + random.randint(1, length + 30), power=random.choice(list(Power)))
                yield lived, [window, killed]


def _live(folder: Path, script: Script, strike: Strike, figures: Figures) -> bool:
    """One life, its end, perhaps a second end while the spool is opened again, and the account of it.

    False where the strike came after the end of the life: there is nothing to be seen then.
    """
    shutil.rmtree(folder, ignore_errors=True)
    told, ended = child(lambda pipe: Life(folder, script, pipe).live(), folder, strike)
    books = Books(read(told))
    if ended and strike.kill_at:
        return False
    figures.points += not ended
    figures.lives += 1
    figures.power_cuts += strike.power is not Power.KEPT
    figures.failing_disks += bool(strike.fail_from)
    again = Strike(1 + strike.seed % 11, strike.power, strike.seed + 1)
    if not ended and strike.seed % 3 == 0:
        _, opened = child(lambda _: Spool(folder, script.quota_bytes, START).close(), folder, again)
        figures.points += not opened
        figures.killed_again_while_opening += not opened
    _settle(figures, _account(folder, script, books), f"{script} {strike}")
    return True


def _account(folder: Path, script: Script, books: Books) -> Account:
    try:
        with Spool(folder, script.quota_bytes, START) as spool:
            return books.close(spool)
    except Exception as error:  # noqa: BLE001 - whatever it is, the run goes on and says where
        return Account(0, 0, 0, (f"{type(error).__name__}: {error}",))


def _settle(figures: Figures, account: Account, where: str) -> None:
    figures.promised += account.promised
    figures.lost += account.lost
    figures.duplicated += account.duplicated
    if account.faults:
        figures.faults.append(f"{'; '.join(account.faults)} in {where}")


def child(work: Callable[[int], None], folder: Path, strike: Strike) -> tuple[bytes, bool]:
    """What a forked process told before its end, and whether that end was its own."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.close(reader)
            disk.arm(folder, strike)
            work(writer)
            code = 0
        except BaseException:  # noqa: BLE001 - this process ends here, and is to say why
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(process, 0)
    for removed in folder.parent.glob(f"{folder.name}.gone-*"):  # the layer keeps them, to undo their removal
        removed.unlink()
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    if not killed and os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"a life ended by a fault of its own: {strike}")
    return told, not killed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
