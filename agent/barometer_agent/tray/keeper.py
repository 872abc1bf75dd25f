"""Keeps what a window has come to, so that an answer outlives the window it was given in.

For ten seconds an answer can be undone: so long it is with the window alone. A session that ends, an X server that goes
(which ends every program of Tk without a word) or a kill would take it along. So the window has a process of its own,
which says at every step what it would come to; whoever started it waits, and hands in what was said last. Where the
keeper is gone first, the window hands in itself. Elsewhere than on Linux both are one process: Windows tells a window
that the session ends (WM_QUERYENDSESSION), and on macOS no process that has windows may be parted.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import msgspec

from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.host import NoDesktopError

_ENDINGS = ("SIGTERM", "SIGHUP", "SIGINT")
End = Given | Outcome
Told = Callable[[End], None]
Show = Callable[[Told], End]


class NoWindowError(NoDesktopError):
    """There is no window here; says why."""


class Standing(msgspec.Struct, frozen=True):
    """What it has come to so far, or why there is no window."""

    end: End | None = None
    trouble: str = ""


def keep(show: Show, hand_in: Told) -> None:
    """Hand in what ``show`` comes to, once; ``show`` tells it at every step. Raises NoWindowError.

    A window that is gone before anybody answered was not answered.
    """
    if sys.platform == "linux":
        _parted(show, hand_in)
    else:
        hand_in(show(lambda _end: None))


def _parted(show: Show, hand_in: Told) -> None:
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = _fork()
    if child == 0:
        os.close(reading)
        _be_window(show, hand_in, writing)
    os.close(writing)
    with _ended_with_us(child):
        standing = _heard(reading)
        os.waitpid(child, 0)
    if standing.trouble:
        raise NoWindowError(standing.trouble)
    hand_in(standing.end or Outcome.UNANSWERED)


def _fork() -> int:
    child = -1
    if sys.platform != "win32":
        child = os.fork()
    return child


def _be_window(show: Show, hand_in: Told, writing: int) -> None:
    """What the child does, and all that it does."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    code = 1
    try:
        end = show(lambda end: _tell(writing, end))
        if not _say(writing, Standing(end)):
            hand_in(end)
        code = 0
    except NoDesktopError as error:
        _say(writing, Standing(trouble=str(error)))
    finally:
        if sys.exc_info()[0] is not None:
            traceback.print_exc()  # nobody else will: this process ends here
        sys.stderr.flush()
        os._exit(code)


def _tell(writing: int, end: End) -> None:
    """What counts although it has not ended; that it was put off does not count until it is."""
    _say(writing, Standing(end if isinstance(end, Given) else None))


def _say(writing: int, standing: Standing) -> bool:
    """False where nobody listens any more."""
    try:
        os.write(writing, msgspec.json.encode(standing) + b"\n")
    except BrokenPipeError:
        return False
    return True


def _heard(reading: int) -> Standing:
    """The last of what is said until the other end is gone."""
    standing = Standing()
    with os.fdopen(reading, "rb") as told:
        for line in told:
            with suppress(msgspec.DecodeError):  # it was killed while it spoke: what it said before holds
                standing = msgspec.json.decode(line, type=Standing)
    return standing


@contextmanager
def _ended_with_us(child: int) -> Iterator[None]:
    """Whoever wants to end us ends the window: then we hear what it came to, hand that in, and are done."""

    def end(_number: int, _frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)

    endings = [number for number in signal.Signals if number.name in _ENDINGS]
    before = {number: signal.signal(number, end) for number in endings}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
