"""The link of Windows, its real client and its real server, over a named pipe; see test_service for the commands."""

import os
import pwd
from pathlib import Path

from tests.windows.wine import Wine

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
print("account", peers[0].account.rpartition("\\\\")[2], peers[0].trusted)
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
        f"account {pwd.getpwuid(os.geteuid()).pw_name} True",  # Wine names its accounts after those of Linux
        "together 4",
        "garbage True",
        "too many b''",
        "silent b''",
        "gone",
    ], done.stderr
