"""Does the agent slow down and start itself anew when it takes too much of a laptop, under a real systemd?

    python3 run.py bench guard

A booted Debian with the agent as its package leaves it, and somebody who asks it how it is without end, so that it
takes far more of a processor than it may. What it must do then, and when, stands in ``guard.py``: half the pace after
one to two minutes, a fresh process after another, and a sample that says so in the collector. Takes five minutes.
"""

import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from barometer_agent.link import client
from barometer_agent.link.address import LinkError
from barometer_agent.link.messages import AskStatus
from barometer_shared.metrics import METRICS
from tests.endtoend.installed import Installed
from tests.endtoend.laptop import missing, switched_on
from tests.endtoend.serving import serving

_SOCKET = "/var/lib/barometer-agent/agent.sock"
_SECONDS = 420.0


def main() -> int:
    """Print what the service did and when; 1 where it did not start anew, or nobody was told."""
    if lacking := missing():
        print(f"not measured: {lacking}")
        return 0
    with tempfile.TemporaryDirectory(prefix="guard-") as folder:
        parts = [Path(folder) / name for name in ("collector", "laptop")]
        for part in parts:
            part.mkdir()
        with serving(parts[0]) as server, switched_on(parts[1]) as laptop:
            agent = Installed(laptop)
            agent.install(server.port, server.token)
            agent.until("boot_ms")
            before, started = agent.service(), time.monotonic()
            with _pestered(laptop.path(_SOCKET)) as asked:
                agent.until("agent_restart", seconds=_SECONDS)
            seconds, after = time.monotonic() - started, agent.service()
            for entry in agent.log():
                if "own_use" in entry["MESSAGE"] or "starts_anew" in entry["MESSAGE"]:
                    print(f"  {entry['MESSAGE']}")
            stored = _stored(server.folder / "barometer.sqlite")
            print(f"asked {asked[0]:,} times in {seconds:.0f} s; restarts in the collector: {stored}")
            print(f"same process for systemd: {before['MainPID'] == after['MainPID']}, failures: {after['NRestarts']}")
            return 0 if stored == 1 and after["NRestarts"] == "0" else 1


@contextmanager
def _pestered(socket: Path) -> Iterator[list[int]]:
    """The service is asked how it is, over and over; how often, so far."""
    asked, ended = [0], threading.Event()

    def pester() -> None:
        while not ended.is_set():
            try:
                client.ask(socket, AskStatus())
                asked[0] += 1
            except LinkError:  # while it starts anew
                ended.wait(0.2)

    thread = threading.Thread(target=pester)
    thread.start()
    try:
        yield asked
    finally:
        ended.set()
        thread.join()


def _stored(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        query = "select count(*) from sample where metric = ?"
        count: int = connection.execute(query, (METRICS["agent_restart"].code,)).fetchone()[0]
        return count


if __name__ == "__main__":
    sys.exit(main())
