"""A call of a command whose words are kept."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent import inventory
from barometer_agent.cli.command import Call
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, save
from barometer_agent.language import speaker
from barometer_agent.service import Service
from barometer_shared.protocol import DeviceConfig
from barometer_shared.questions import OpenQuestion

if TYPE_CHECKING:
    FakeCollector = Any


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


@pytest.fixture
def service(short_dir: Path, collector_server: "FakeCollector", pulse: OpenQuestion) -> Iterator[Service]:
    """A service that knows of a question which is open for everybody."""
    save(short_dir, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    collector_server.config = DeviceConfig("v1", 60, [], [pulse])
    made = Service(Config(data_dir=short_dir), inventory.device_facts())
    made.start()
    assert made._collector is not None
    made._collector.exchange()
    yield made
    made.stop()
