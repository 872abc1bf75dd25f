"""The link of Windows, its real client and its real server, over a named pipe; see test_service for the commands.

Where a client waits for a moment the snippets wait for it too, and never for a time.
"""

import os
import pwd

import msgspec

from barometer_agent.link.messages import AskQuestions
from barometer_agent.link.server import MOST_OF_ONE_ACCOUNT
from tests.windows.conftest import Run

BEGIN = """
import ctypes, json, tempfile, threading, time
from pathlib import Path
import msgspec
from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.frames import Frames
from barometer_agent.link.messages import MAX_REPLY_BYTES, AskQuestions, Questions, Reply
from barometer_agent.link.server import MOST_OF_ONE_ACCOUNT, LinkServer
from barometer_agent.sources.windows.kernel32 import close
from barometer_agent.sources.windows.native import HANDLE, function
from barometer_agent.windows import accounts, pipes

LONG = 100.0
path = socket_path(Path(tempfile.mkdtemp()))
answer = Questions([], [])
heard = []

def tell(*what):
    print(json.dumps(what if len(what) > 1 else what[0]), flush=True)

def until(what):
    while not what():
        time.sleep(0.01)

def request():  # as client.ask does, without waiting for the answer
    frames = Frames(pipes.connect(str(path), LONG), MAX_REPLY_BYTES, LONG)
    frames.send(msgspec.json.encode(AskQuestions()))
    return frames

def answered(frames):
    told = msgspec.json.decode(frames.receive() or b"null", type=Reply | None) == answer
    frames._connection.close()
    return told

def others(owner=None, most=255):  # a pipe of this name that somebody else made
    number = ctypes.c_uint32
    make = function("kernel32", "CreateNamedPipeW", HANDLE, ctypes.c_wchar_p, *[number] * 6, ctypes.c_void_p)
    rules = pipes.security(f"O:{owner}D:P(A;;GA;;;WD)") if owner else None
    return make(str(path), 0x40000003, 0, most, 4096, 4096, 0, ctypes.byref(rules) if rules else None)
"""

BAD_AND_SILENT = """
gate = threading.Event()
def handle(request, peer):
    heard.append(peer)
    gate.wait(LONG)
    return [answer]

server = LinkServer(path, handle, LONG)
server.start()

def all_left():  # a client keeps its seat until its thread ends, and who comes before that is turned away
    until(lambda: not server._clients.total())

gate.set()
tell("one", client.ask(path, AskQuestions()) == answer)
tell("account", heard[0].account.rpartition("\\\\")[2], heard[0].trusted)
all_left()

gate.clear()
seated = [request() for _ in range(MOST_OF_ONE_ACCOUNT)]
until(lambda: len(heard) == 1 + MOST_OF_ONE_ACCOUNT)
more = pipes.connect(str(path), LONG)
more.settimeout(LONG / 2)
tell("too many", more.recv(1).decode())  # while all the others have their seats
more.close()
gate.set()
tell("together", [answered(one) for one in seated])
all_left()

garbage = pipes.connect(str(path), LONG)
garbage.settimeout(LONG)
garbage.sendall(b"hello\\n")
tell("garbage", b"bad_request" in garbage.recv(1000))
garbage.close()
all_left()

silent = pipes.connect(str(path), LONG)
silent.settimeout(LONG / 2)
tell("silent", silent.recv(1).decode())  # let go long before the server's patience with a slow one ends
silent.close()
all_left()
tell("after all", client.ask(path, AskQuestions()) == answer)

server.close()
try:
    client.ask(path, AskQuestions())
except client.NotRunningError:
    tell("gone")
"""


def test_many_bad_and_silent_clients_hurt_nobody(run: Run) -> None:
    assert run(BEGIN + BAD_AND_SILENT) == [
        ["one", True],
        ["account", pwd.getpwuid(os.geteuid()).pw_name, True],  # Wine names its accounts after those of Linux
        ["too many", ""],
        ["together", [True] * MOST_OF_ONE_ACCOUNT],
        ["garbage", True],
        ["silent", ""],
        ["after all", True],
        "gone",
    ]


TAKEN = """
held = others(most=1)
try:
    LinkServer(path, lambda request, peer: [])
except LinkError:
    tell("refused")
server = LinkServer(path, lambda request, peer: [answer], waits=True, retry=0.05)
server.start()
until(lambda: server._trouble)
close(held)
def asked():
    try:
        return client.ask(path, AskQuestions()) == answer
    except LinkError:
        return False
until(asked)
tell("answered")
server.close()
"""


def test_a_pipe_that_another_program_made_first_is_waited_for(run: Run) -> None:
    assert run(BEGIN + TAKEN) == ["refused", "answered"]


SHORT = """
pipes._MOST_INSTANCES = 2
gates = [threading.Event() for _ in range(9)]
def handle(request, peer):
    heard.append(peer)
    gates[len(heard) - 1].wait(LONG)
    return [answer]

server = LinkServer(path, handle, LONG, 0.01)
server.start()
first = request()
until(lambda: heard)
second = request()  # Windows has no third instance, which would have to wait for the next
until(lambda: server._trouble)
tell("failing", len(heard))
gates[0].set()
tell("first", answered(first))
gates[1].set()
tell("second", answered(second))
until(lambda: not server._trouble)

third = request()
until(lambda: len(heard) == 3)
request()._connection.close()  # this one does not wait to be taken
until(lambda: server._trouble)
for gate in gates: gate.set()
tell("third", answered(third))
tell("last", answered(request()))
server.close()
"""


def test_a_client_that_windows_has_no_further_pipe_for_is_taken_later(run: Run) -> None:
    assert run(BEGIN + SHORT) == [["failing", 1], ["first", True], ["second", True], ["third", True], ["last", True]]


STRANGERS = """
def arrived(owner, ask):
    with pipes.Pipe(others(owner)) as taken:
        taken.settimeout(LONG)
        ask()
        return taken.recv(1000).decode()

def refused():
    try:
        client.ask(path, AskQuestions())
    except LinkError as error:
        tell(error.key)

for owner in ("S-1-5-21-1-2-3-1001", "S-1-5-7"):
    tell(arrived(owner, refused))
for owner in (accounts.own_sid(), "S-1-5-18", "S-1-5-80-1-2-3-4-5"):
    tell(arrived(owner, request))
"""


def test_a_pipe_of_another_person_is_told_nothing(run: Run) -> None:
    asked = msgspec.json.encode(AskQuestions()).decode() + "\n"
    assert run(BEGIN + STRANGERS) == ["closed", "", "closed", "", asked, asked, asked]


LEFT_OPEN = """
def are_open():  # Wine gives out the lowest number that is free, so with these there are no gaps
    more = [pipes.event() for _ in range(500)]
    for number in more: close(number)
    return max(more) // 4 - len(more)

def refused(what):
    try:
        what()
    except (LinkError, OSError) as error:
        return error
    raise AssertionError("it was not refused")

made = []
def strangers():  # the only one of this name
    number = others("S-1-5-21-1-2-3-1001", most=1)
    if number not in (None, ctypes.c_void_p(-1).value): made.append(number)
    return bool(made)

def everything():
    refused(lambda: client.ask(path, AskQuestions()))  # there is none
    server = LinkServer(path, lambda request, peer: [answer], LONG)
    server.start()
    client.ask(path, AskQuestions())
    until(lambda: not server._clients.total())
    server.close()
    until(strangers)  # Windows may still be closing the service's last pipe
    refused(lambda: client.ask(path, AskQuestions()))
    refused(lambda: pipes.Listener(str(path)))
    close(made.pop())

everything()
before = are_open()
for _ in range(30):
    everything()
tell(are_open() - before)
"""


def test_neither_an_answer_nor_a_refusal_leaves_a_handle_open(run: Run) -> None:
    [more] = run(BEGIN + LEFT_OPEN)
    assert more < 15  # not one for each time


CLIENT = """
listener = pipes.Listener(str(path))
there = pipes.connect(str(path), LONG)
here = listener.accept()
there.sendall(b"x")
here.settimeout(LONG)
here.recv(1)
found = accounts.client_of(here.handle)
tell(found.sid == accounts.own_sid(), found.administers)
"""


def test_who_administers_this_windows_is_seen_at_the_other_end(run: Run) -> None:
    assert run(BEGIN + CLIENT) == [[True, True]]  # as everybody does under Wine
