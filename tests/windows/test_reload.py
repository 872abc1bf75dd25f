"""Other settings while clients are at the pipe: one service ends and the next begins, in the same process.

Windows lets nobody make a pipe in another direction under a name that is in use, which tells whether it is.
"""

from pathlib import Path

from barometer_agent.link.address import pipe_name
from tests.eventually import eventually
from tests.windows.conftest import Laptop, Run
from tests.windows.test_service import state
from tests.windows.wine import to_windows

CLIENTS = """
import contextlib, ctypes, json, sys, threading, time
from pathlib import Path
import msgspec
from barometer_agent.link.frames import Frames
from barometer_agent.link.messages import MAX_REPLY_BYTES, AskStatus, Refusal, Reply
from barometer_agent.sources.windows.kernel32 import close
from barometer_agent.sources.windows.native import HANDLE, INVALID_HANDLE, function
from barometer_agent.windows import pipes

LONG = 100.0

def tell(*what):
    print(json.dumps(what), flush=True)

def request(path):
    frames = Frames(pipes.connect(path, LONG), MAX_REPLY_BYTES, LONG)
    frames.send(msgspec.json.encode(AskStatus()))
    return frames

def answer(frames):  # the quota by which the settings are told apart; or why there is none
    line = frames.receive()
    while frames.receive() is not None: pass  # its seat is free again
    frames._connection.close()
    reply = msgspec.json.decode(line or b'{"type":"refusal","problem":"turned away"}', type=Reply)
    return reply.problem if isinstance(reply, Refusal) else reply.quota_bytes >> 20

def is_free(path):
    number = ctypes.c_uint32
    make = function("kernel32", "CreateNamedPipeW", HANDLE, ctypes.c_wchar_p, *[number] * 6, ctypes.c_void_p)
    handle = make(path, 0x2, 0, 255, 4096, 4096, 0, None)
    if handle in (None, INVALID_HANDLE):
        return False
    close(handle)
    return True

def server_of(pipe):
    number = ctypes.c_uint32()
    ask = function("kernel32", "GetNamedPipeServerProcessId", ctypes.c_int, HANDLE, ctypes.POINTER(ctypes.c_uint32))
    assert ask(pipe.handle, ctypes.byref(number))
    return number.value
"""

# In a process of its own, which takes its next step with each line that it is told.
BESIDE = """
path = sys.argv[1]
staying = None
while staying is None:
    with contextlib.suppress(FileNotFoundError):  # the first service is still beginning
        staying = pipes.connect(path, LONG)  # never lets go of its end
    time.sleep(0.01)
tell("before", is_free(path), answer(request(path)))
input()
between = request(path)
tell("between", is_free(path))
tell("after", is_free(path), answer(between))
input()
tell("closed", is_free(path))
staying.close()
while not is_free(path): time.sleep(0.01)  # until the service has let go of its end too
tell("left")
"""
HANDOVER = """
import subprocess, tempfile
from dataclasses import replace
from barometer_agent import inventory, running
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, save
from barometer_agent.link.address import socket_path
from barometer_agent.link.door import Door
from barometer_agent.reload import Settings
from barometer_agent.service import Service
from barometer_agent.signals import Signals, Told

folder = Path(tempfile.mkdtemp())
save(folder, Identity("00000000000000ab", "secret", "demo", "http://localhost:1"))  # where nobody is
config = Config(data_dir=folder, spool_quota_mb=41)
read = iter([config, replace(config, spool_quota_mb=42)])
facts = inventory.device_facts()
command = [sys.executable, "-c", sys.argv[1], str(socket_path(folder))]
beside = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
asked = threading.Event()

def step():
    print(file=beside.stdin, flush=True)

def hear():
    print(beside.stdout.readline(), end="", flush=True)

def make(config):
    if config.spool_quota_mb == 42:  # the service before has ended, so nobody attends
        step()
        hear()
        asked.set()
    return Service(config, facts, door=door)

def drive():
    hear()
    signals.tell(Told.RELOAD)
    asked.wait()
    hear()
    signals.tell(Told.STOP)

try:
    with Signals() as signals, Door(LONG) as door:
        threading.Thread(target=drive, daemon=True).start()
        running.run(Settings(folder / "agent.toml", lambda: next(read)), signals, make)
    step()
    hear()
    hear()
finally:
    beside.kill()
    beside.wait()
"""


def test_who_asks_in_between_is_answered_by_the_next_service(run: Run) -> None:
    assert run(CLIENTS + HANDOVER, CLIENTS + BESIDE) == [
        ["before", False, 41],
        ["between", False],
        ["after", False, 42],
        ["closed", False],  # a client is still there: no service could make its pipe anew
        ["left"],
    ]


# Asks on and on while the service of Windows is told of other settings; what it was answered, each answer once.
ASKING = """
from barometer_agent.windows import installation

path, settings = sys.argv[1:3]
staying = pipes.connect(path, LONG)
staying.settimeout(LONG)
staying.recv(1)  # the service let go of it: its seat is free again
first = server_of(staying)
staying.close()
ended, free = threading.Event(), []

def try_the_name():
    while not ended.wait(0.005):
        if is_free(path):
            free.append(time.monotonic())

trying = threading.Thread(target=try_the_name, daemon=True)
trying.start()
answers = [answer(request(path))]
Path(settings).write_text("spool_quota_mb = 42\\n")
with installation._manager() as manager:
    service = installation._opened(manager)
    status = ctypes.create_string_buffer(28)
    control = function("advapi32", "ControlService", ctypes.c_int, HANDLE, ctypes.c_uint32, ctypes.c_void_p)
    assert control(service, 6, status)  # SERVICE_CONTROL_PARAMCHANGE
    installation._close(service)
until = time.monotonic() + LONG
while answers[-1] != 42 and time.monotonic() < until:
    time.sleep(0.05)
    answers.append(answer(request(path)))
ended.set()
trying.join()
after = pipes.connect(path, LONG)
tell(answers[0], sorted(set(map(str, answers))), len(free), server_of(after) == first)
"""


def test_a_service_of_windows_changes_its_settings_while_it_is_asked(laptop: Laptop, run: Run, tmp_path: Path) -> None:
    settings = tmp_path / "agent.toml"
    settings.write_text("spool_quota_mb = 41\n")
    laptop.enrol()
    assert laptop.agent("--config", to_windows(settings), "service", "install").returncode == 0
    try:
        assert laptop.wine.run("net", "start", "BarometerAgent", environment=laptop.environment).returncode == 0
        eventually(lambda: laptop.kept())
        path = pipe_name(to_windows(laptop.data))
        [[first, answers, free, is_same]] = run(CLIENTS + ASKING, path, to_windows(settings))
    finally:
        laptop.agent("service", "remove")
    assert first == 41
    assert {"41", "42"} <= set(answers) <= {"41", "42", "ending"}  # the latter where the next is slow to begin
    assert free == 0
    assert is_same
    assert state(laptop.wine) == ""
