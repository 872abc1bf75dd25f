"""The collector away for a while, the agent killed: every sample that was spooled is in the collector once."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.eventually import eventually
from tests.spooled import waiting

pytestmark = pytest.mark.timeout(240)

BIN = Path(sys.executable).parent


class House:
    """A collector and an agent of its own, each of which can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.collector: subprocess.Popen[bytes] | None = None
        self.agent: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]

    def start_collector(self) -> None:
        data = str(self.folder / "collector")
        self.collector = self._start("barometer-collector", "serve", "--data", data, "--port", str(self.port))

    def start_agent(self) -> None:
        self.agent = self._start("barometer-agent", *self._agent_options(), "run", "--interval", "5")

    def enrol(self) -> None:
        token = self._run(
            "barometer-collector", "token", "create", "--team", "Faults", "--data", str(self.folder / "collector")
        )
        server = f"http://127.0.0.1:{self.port}"
        self._run("barometer-agent", *self._agent_options(), "enrol", "--server", server, "--token", token.split()[-1])

    def spooled(self) -> Counter[tuple[Any, ...]]:
        """Every sample in the payloads that the agent keeps of what it sent."""
        shown = self._run("barometer-agent", *self._agent_options(), "sent", "--json")
        batches = [json.loads(line) for line in shown.splitlines()]
        return Counter(
            (sample["metric"], sample.get("subject", ""), sample["at"], sample["value"])
            for batch in batches
            for sample in batch.get("samples", [])
        )

    def stored(self) -> list[int]:
        """How many raw samples, and how many distinct ones, the collector has."""
        with closing(sqlite3.connect(self.folder / "collector" / "barometer.sqlite")) as connection:
            query = "select count(*), count(distinct metric || '/' || subject || '/' || at || '/' || value) from sample"
            return list(connection.execute(query).fetchone())

    def close(self) -> None:
        for process in (self.agent, self.collector):
            if process:
                process.terminate()
                process.wait(20)

    def _agent_options(self) -> tuple[str, ...]:
        return "--data", str(self.folder / "agent")

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen([str(BIN / name), *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _run(self, name: str, *arguments: str) -> str:
        done = subprocess.run([str(BIN / name), *arguments], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


def test_a_stopped_collector_and_a_killed_agent_lose_and_double_nothing(house: House) -> None:
    house.start_collector()
    eventually(lambda: _answers(house.port))
    house.enrol()
    house.start_agent()
    eventually(lambda: house.stored()[0] > 20)

    assert house.collector is not None
    house.collector.terminate()
    house.collector.wait(20)
    before = house.stored()[0]
    for _ in range(3):
        assert house.agent is not None
        left = waiting(house.folder / "agent")
        eventually(lambda left=left: waiting(house.folder / "agent") > left)  # it measures on while nobody listens
        assert house.agent.poll() is None
        os.kill(house.agent.pid, signal.SIGKILL)
        house.agent.wait()
        house.start_agent()
    house.start_collector()

    eventually(lambda: house.stored()[0] > before + 20)
    spooled = eventually(lambda: _all_arrived(house))
    assert max(spooled.values()) == 1
    stored, distinct = house.stored()
    assert stored == distinct


def _all_arrived(house: House) -> Counter[tuple[Any, ...]] | None:
    """What was sent, once the collector has as many samples as the agent says it sent."""
    sent = house.spooled()
    return sent if sent and house.stored()[0] == sum(sent.values()) else None


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
