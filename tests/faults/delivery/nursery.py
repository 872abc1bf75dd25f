"""Processes that are killed by the hundred: a parent that has loaded everything forks the next one in milliseconds.

    python -m tests.faults.delivery.nursery collector|agent FOLDER PORT

reads a line for each child (``NUMBER TASK``), forks it and prints its pid; the next line may come when that has ended.
"""

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import uvicorn

from barometer_agent.clock import SystemClock
from barometer_agent.config import Config
from barometer_agent.enrolment import load
from barometer_agent.spool import Spool
from barometer_agent.uplink.sender import Done, Sender
from barometer_agent.uplink.transport import Transport
from barometer_collector.app import create_app
from barometer_collector.database import Database, sqlite_url
from barometer_collector.settings import Settings
from barometer_shared.samples import AgentFacts, Sample

SECRET = b"a secret of thirty-two bytes...."
SPOOLED = "spooled"  # a line for each sample that was durable in the spool before it was written here
FACTS = AgentFacts("0.1.0", "linux", "Debian GNU/Linux 12", ["faces"])
PER_CHILD = 10_000  # values of one child; no two children share one


def settings_of(folder: Path) -> Settings:
    """Of the collector in ``folder``."""
    # One laptop makes the load of many.
    return Settings(data_dir=folder, database_url=sqlite_url(folder), secret=SECRET, device_batches_per_minute=0)


def main(role: str, folder: Path, port: int) -> None:
    """Fork a child for each line of standard input."""
    _end_with_parent()
    child = collector(folder, port) if role == "collector" else agent(folder, port)
    for line in sys.stdin:
        number, task = line.split()
        pid = os.fork()
        if pid == 0:
            os._exit(_survive(lambda n=int(number), t=task: child(n, t)))
        print(pid, flush=True)
        os.waitpid(pid, 0)
        print("ended", flush=True)


def collector(folder: Path, port: int) -> Callable[[int, str], None]:
    """A whole collector on embedded SQLite; it listens as long as its parent lives."""
    listener = socket.create_server(("127.0.0.1", port))
    settings = settings_of(folder)
    app = create_app(Database(settings.database_url), settings)
    config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="on")

    def serve(_number: int, _task: str) -> None:
        uvicorn.Server(config).run(sockets=[listener])

    return serve


def agent(folder: Path, port: int) -> Callable[[int, str], None]:
    """A spool and its uplink: measures and sends in turn; with the task "drain" sends until nothing waits."""

    def work(number: int, task: str) -> None:
        clock, random = SystemClock("boot"), Random(number)
        with (
            Spool(folder, 50 << 20, clock.now()) as spool,
            Transport(f"http://127.0.0.1:{port}", Config()) as transport,
            (folder / SPOOLED).open("a") as journal,
        ):
            sender = Sender(transport, load(folder), spool, clock, FACTS)
            values = iter(range(number * PER_CHILD, (number + 1) * PER_CHILD))
            while task == "drain":
                if isinstance(sender.exchange(), Done) and spool.waiting_ms(clock.now(), None) is None:
                    return
            while True:
                now = clock.now()
                taken = [next(values) for _ in range(random.randint(1, 30))]
                spool.add("net", [Sample("tcp_connect_us", value, now.utc_ms, "x") for value in taken], None, now)
                journal.write("".join(f"{value}\n" for value in taken))
                journal.flush()
                if random.random() < 0.5:
                    sender.exchange()

    return work


def _end_with_parent() -> None:
    """So that nobody is left when the test itself is killed (prctl(2), PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _survive(work: Callable[[], None]) -> int:
    _end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        work()
    except Exception as error:  # noqa: BLE001 - whatever it is, the child must not go on as its parent
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
