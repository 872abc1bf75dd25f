"""The link of Windows: its real client and its real server, over a named pipe."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.windows.conftest import Laptop, eventually
from tests.windows.wine import Wine

pytestmark = pytest.mark.timeout(180)


def test_the_commands_of_a_user_reach_the_service(laptop: Laptop) -> None:
    laptop.enrol()
    laptop.start()
    doctor = eventually(lambda: healthy(laptop))
    assert "The service runs" in doctor.stdout
    sent = [json.loads(line) for line in laptop.agent("sent", "--json").stdout.splitlines()]
    assert sum(len(batch["samples"]) for batch in sent) > 0
    answered = laptop.agent("answer")
    assert answered.returncode == 0, answered.stderr
    assert "Traceback" not in laptop.kill()


def healthy(laptop: Laptop) -> subprocess.CompletedProcess[str] | None:
    """What the doctor says once nothing is wrong any more."""
    done = laptop.agent("doctor")
    return done if done.returncode == 0 and "What is measured arrives" in done.stdout else None


ALL_IN_ONE = """
import os, tempfile, threading
from pathlib import Path
from barometer_agent.link import client
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import AskQuestions, Questions
from barometer_agent.link.server import MOST_OF_ONE_ACCOUNT, LinkServer
from barometer_agent.windows import pipes

peers = []
def handle(request, peer):
    peers.append(peer)
    return [Questions([], [])]

path = socket_path(Path(tempfile.mkdtemp()))
server = LinkServer(path, handle, 2.0)
server.start()

def ask():
    assert client.ask(path, AskQuestions()) == Questions([], [])

ask()
print("account", os.environ["USERNAME"] == peers[0].account.rpartition("\\\\")[2])
threads = [threading.Thread(target=ask) for _ in range(3)]
for one in threads: one.start()
for one in threads: one.join(20)
print("together", len(peers))

garbage = pipes.connect(str(path), 5.0)
garbage.settimeout(5.0)
garbage.sendall(b"hello\\n")
print("garbage", b"bad_request" in garbage.recv(1000))
garbage.close()

silent = [pipes.connect(str(path), 5.0) for _ in range(MOST_OF_ONE_ACCOUNT + 1)]
silent[-1].settimeout(10.0)
print("too many", silent[-1].recv(1))
silent[0].settimeout(10.0)
print("silent", silent[0].recv(1))
for one in silent: one.close()
ask()

server.close()
try:
    ask()
except client.NotRunningError:
    print("gone")
"""


def test_many_bad_and_silent_clients_hurt_nobody(wine: Wine, python: tuple[Path, dict[str, str]]) -> None:
    program, environment = python
    done = wine.run(program, "-c", ALL_IN_ONE, environment=environment)
    assert done.stdout.split("\n")[:-1] == [
        "account True",
        "together 4",
        "garbage True",
        "too many b''",
        "silent b''",
        "gone",
    ], done.stderr
