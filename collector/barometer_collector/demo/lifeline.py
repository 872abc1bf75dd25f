"""Ends the demo's children when the demo no longer can: a process whose standard input is a pipe from the demo.

Whatever ends the demo closes that pipe, kill -9 too. A demo that stops in order ends this process before its pipe.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from barometer_collector.demo.processes import ASK_TO_END, Child, start


@contextlib.contextmanager
def lifeline(logs: Path) -> Iterator[Callable[[Child], None]]:
    """What it yields is called with each child that must not outlive the demo.

    No other process can have the number of a child that ended: it stays taken until the demo waits for it.
    """
    line = start("lifeline", [sys.executable, "-m", __name__], logs, dict(os.environ), subprocess.PIPE)

    def hold(child: Child) -> None:
        assert line.process.stdin is not None  # noqa: S101 - it is a pipe
        line.process.stdin.write(b"%d\n" % child.process.pid)
        line.process.stdin.flush()

    try:
        yield hold
    finally:
        line.process.kill()
        line.process.communicate()


def main(told: Iterable[str] = sys.stdin) -> int:
    """Read the numbers of processes, one a line; when there are no more to come, ask them all to end."""
    for pid in [int(line) for line in told]:
        with contextlib.suppress(OSError):  # it has ended
            os.kill(pid, ASK_TO_END)
    return 0


if __name__ == "__main__":
    sys.exit(main())
