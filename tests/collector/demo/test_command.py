"""The command ``demo``: what it asks for and how it refuses. The whole of it runs in tests/endtoend."""

import argparse
import socket
from pathlib import Path

import pytest

from barometer_collector.demo.command import add_arguments, run


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
