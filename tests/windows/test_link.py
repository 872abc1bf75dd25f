"""The link of Windows, its real client and its real server, over a named pipe; see test_service for the commands."""

import os
import pwd
from pathlib import Path

from barometer_agent.link.server import MOST_OF_ONE_ACCOUNT
from tests.windows.wine import Wine

ALL_IN_ONE = """
import os, tempfile, threading, time
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

def all_left():  # a client keeps its seat until its thread ends, and who comes before that is turned away
    while server._clients.total():
        time.sleep(0.01)

ask()
print("account", peers[0].account.rpartition("\\\\")[2], peers[0].trusted)
all_left()
threads = [threading.Thread(target=ask) for _ in range(MOST_OF_ONE_ACCOUNT)]
for one in threads: one.start()
for one in threads: one.join(20)
print("together", len(peers))
all_left()

garbage = pipes.connect(str(path), 5.0)
garbage.settimeout(5.0)
garbage.sendall(b"hello\\n")
print("garbage", b"bad_request" in garbage.recv(1000))
garbage.close()
all_left()

silent = [pipes.connect(str(path), 5.0) for _ in range(MOST_OF_ONE_ACCOUNT + 1)]
silent[-1].settimeout(10.0)
print("too many", silent[-1].recv(1))
silent[0].settimeout(10.0)
print("silent", silent[0].recv(1))
for one in silent: one.close()
all_left()
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
        f"together {1 + MOST_OF_ONE_ACCOUNT}",
        "garbage True",
        "too many b''",
        "silent b''",
        "gone",
    ], done.stderr


TAKEN = """
import ctypes, tempfile, time
from pathlib import Path
from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.messages import AskQuestions, Questions
from barometer_agent.link.server import LinkServer
from barometer_agent.sources.windows.kernel32 import close
from barometer_agent.sources.windows.native import HANDLE, function

path = socket_path(Path(tempfile.mkdtemp()))
number = ctypes.c_uint32
make = function("kernel32", "CreateNamedPipeW", HANDLE, ctypes.c_wchar_p, *[number] * 6, HANDLE)
others = make(str(path), 3, 0, 1, 4096, 4096, 0, None)  # one instance, of somebody else
try:
    LinkServer(path, lambda request, peer: [])
except LinkError:
    print("refused")
server = LinkServer(path, lambda request, peer: [Questions([], [])], waits=True, retry=0.05)
server.start()
while not server._trouble:
    pass
close(others)
for _ in range(100):
    try:
        print("answered", client.ask(path, AskQuestions()) == Questions([], []))
        break
    except LinkError:
        time.sleep(0.1)
server.close()
"""


def test_a_pipe_that_another_program_made_first_is_waited_for(wine: Wine, python: tuple[Path, dict[str, str]]) -> None:
    program, environment = python
    done = wine.run(program, "-c", TAKEN, environment=environment)
    assert done.stdout.split("\n")[:-1] == ["refused", "answered True"], done.stderr
