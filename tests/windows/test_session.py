"""What is one for each session of a person, and what that person's programs may: through Windows' own functions."""

from tests.windows.conftest import Run

ONE = """
import json
from barometer_agent.windows import only_one
first = only_one.taken("barometer-test")
second = only_one.taken("barometer-test")
other = only_one.taken("barometer-other")
first()
third = only_one.taken("barometer-test")
print(json.dumps([second is None, other is not None, third is not None]))
"""
SHARP = """
import ctypes, json
from barometer_agent.windows import sharpness
told = sharpness.be_sharp()
windows = ctypes.windll.user32
context = ctypes.c_void_p(windows.GetThreadDpiAwarenessContext())
print(json.dumps([told, windows.GetAwarenessFromDpiAwarenessContext(context), sharpness.be_sharp()]))
"""
INPUT = """
import argparse, json, tempfile
from pathlib import Path
from barometer_agent.cli.command import Call
from barometer_agent.cli.tray import Link
from barometer_agent.config import Config
from barometer_agent.language import speaker
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import Done
from barometer_agent.link.server import LinkServer

heard = []
def handle(request, peer):
    heard.append(request)
    return [Done()]

config = Config(data_dir=Path(tempfile.mkdtemp()))
server = LinkServer(socket_path(config.socket_dir), handle)
server.start()
Link(Call(argparse.Namespace(), config, "en", speaker("en"))).tell_input()
server.close()
print(json.dumps([[type(one).__name__, 0 <= one.idle_seconds <= 86_400] for one in heard]))
"""
PER_MONITOR = 2  # of DPI_AWARENESS


def test_one_of_a_kind_runs_in_a_session(run: Run) -> None:
    assert run(ONE) == [[True, True, True]]


def test_its_windows_have_the_pixels_of_each_screen(run: Run) -> None:
    assert run(SHARP) == [[True, PER_MONITOR, True]]


def test_input_is_told_over_the_pipe(run: Run) -> None:
    assert run(INPUT) == [[["TellInput", True]]]
