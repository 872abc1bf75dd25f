"""The command ``demo``: what it asks for and how it refuses. The whole of it runs in tests/endtoend."""

import argparse
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from barometer_collector.demo import command
from barometer_collector.demo.command import add_arguments, run

_ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@pytest.fixture(autouse=True)
def _signals_as_they_were() -> Iterator[None]:
    before = {ending: signal.signal(ending, lambda *_: None) for ending in _ENDINGS}
    yield
    for ending, handler in before.items():
        signal.signal(ending, handler)


def _parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(arguments)


def test_its_defaults_are_those_of_the_readme() -> None:
    parsed = _parse()
    assert (parsed.port, parsed.data, parsed.fleet, parsed.no_browser) == (8600, Path(".demo"), 0, False)


def test_a_port_in_use_is_named_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(_parse("--port", str(port), "--data", str(tmp_path / "demo"))) == 1
    assert f"port {port} cannot be used" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="Windows has no signals to send")
@pytest.mark.parametrize("ending", _ENDINGS)
def test_a_closed_terminal_stops_it_as_ctrl_c_does(
    ending: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[str] = []

    def start(_arguments: argparse.Namespace, stack: ExitStack) -> None:
        stack.callback(stopped.append, "children")
        signal.raise_signal(ending)
        pytest.fail(f"it went on after {ending.name}")

    monkeypatch.setattr(command, "_start", start)
    assert run(_parse("--data", str(tmp_path))) == 0
    assert stopped == ["children"]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no SIGHUP")
def test_a_demo_started_to_outlive_its_terminal_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    went_on = []

    def start(_arguments: argparse.Namespace, _stack: ExitStack) -> None:
        signal.raise_signal(signal.SIGHUP)
        went_on.append(True)

    monkeypatch.setattr(command, "_start", start)
    assert run(_parse("--data", str(tmp_path))) == 0
    assert went_on
