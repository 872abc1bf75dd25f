"""What ends the demo's children when the demo itself was killed."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from barometer_collector.demo.lifeline import lifeline, main
from barometer_collector.demo.processes import Child

_ECHO = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"
_CONNECTED = "import socket, sys; socket.create_connection(('127.0.0.1', {port})).recv(1)"
_DEMO = """\
import os, sys
from pathlib import Path
from barometer_collector.demo.lifeline import lifeline
from barometer_collector.demo.processes import start

folder, code = Path(sys.argv[1]), sys.argv[2]
with lifeline(folder) as hold:
    hold(start("child", [sys.executable, "-c", code], folder, dict(os.environ)))
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    """It says again what it is told."""
    command = [sys.executable, "-c", _ECHO]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as process:
        yield Child("child", process, tmp_path / "log")
        process.kill()


def test_what_was_named_is_asked_to_end_when_no_more_is_told(child: Child) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait(60)
    assert main([f"{gone.pid}\n", f"{child.process.pid}\n"]) == 0
    assert child.process.wait(60) != 0


def test_a_demo_that_stops_in_order_ends_its_children_itself(child: Child, tmp_path: Path) -> None:
    with lifeline(tmp_path) as hold:
        hold(child)
    assert child.process.communicate(b"still here\n", timeout=60)[0] == b"still here\n"
    assert child.process.returncode == 0


def test_a_demo_that_is_killed_takes_its_children_with_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        code = _CONNECTED.format(port=listener.getsockname()[1])
        command = [sys.executable, "-c", _DEMO, str(tmp_path), code]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as demo:
            assert demo.stdout is not None
            assert demo.stdout.readline() == b"held\n"
            listener.settimeout(60)
            connection, _ = listener.accept()
            demo.kill()
        with connection:
            connection.settimeout(60)
            assert connection.recv(1) == b""
