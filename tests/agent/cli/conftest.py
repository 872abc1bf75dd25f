"""A call of a command whose words are kept."""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from barometer_agent import inventory
from barometer_agent.cli.command import Call
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, save
from barometer_agent.language import speaker
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import Report
from barometer_agent.link.server import LinkServer
from barometer_agent.service import Service
from barometer_shared.protocol import DeviceConfig
from barometer_shared.questions import OpenQuestion
from barometer_shared.report import DeviceReport

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


@pytest.fixture
def reporting(short_dir: Path) -> Iterator[Path]:
    """The folder of a service that tells a report: 61.5 of 100, and no news."""
    told = msgspec.json.encode(DeviceReport(61.5, "average", 0.9, 20_710, 20_717))
    server = LinkServer(socket_path(short_dir), lambda _request, _peer: [Report(msgspec.Raw(told))])
    server.start()
    yield short_dir
    server.close()


@pytest.fixture
def nine_hours_ahead(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A laptop whose clock is nine hours ahead of UTC."""
    with monkeypatch.context() as travelling:
        travelling.setenv("TZ", "XXX-9")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the pages of this session lie; it has no desktop."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path / "barometer-pages"
