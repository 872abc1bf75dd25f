"""A call of a command whose words are kept."""

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.cli.command import Call
from barometer_agent.config import Config
from barometer_agent.language import speaker


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "BAROMETER_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


@pytest.fixture
def make_call(short_dir: Path) -> Callable[..., Call]:
    def make(code: str = "en", server: str | None = None, **flags: object) -> Call:
        config = Config(data_dir=short_dir, server_url=server)
        return Call(argparse.Namespace(**flags), config, code, speaker(code))

    return make
