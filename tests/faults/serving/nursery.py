"""Collectors that are killed by the thousand: a parent that has loaded everything forks the next one in milliseconds.

    python -m tests.faults.serving.nursery DATA PORT

reads a line for each child and forks it: ``serve`` as the command line runs it, with its jobs in a process of their
own. It prints the child's pid, and "ended" when it has; the next line may come then.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

from barometer_collector import jobs
from barometer_collector.serving import serve
from barometer_collector.settings import load_settings

PARENT_ENDED = 1  # prctl(2), PR_SET_PDEATHSIG


def main(data: Path, port: int) -> None:
    """Fork a child for each line of standard input."""
    _end_with_parent()
    assert jobs.main  # loaded here as well, so that the file cache has it
    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os._exit(_serve(data, port))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        os.waitpid(pid, 0)
        sys.stdout.write("ended\n")
        sys.stdout.flush()


def _serve(data: Path, port: int) -> int:
    _end_with_parent()
    os.dup2(2, 1)  # what it says of itself is no word of the nursery
    try:
        return serve(load_settings({"data_dir": data, "port": port, "public_url": "https://b.example.org"}, os.environ))
    except Exception as error:  # noqa: BLE001 - whatever it is, the child must not go on as its parent
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1


def _end_with_parent() -> None:
    """So that nobody is left when the test itself is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_ENDED, signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
