"""``doctor``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent import inventory
from barometer_agent.cli.main import main
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, save
from barometer_agent.service import Service

if TYPE_CHECKING:
    FakeCollector = Any


def test_trouble_ends_with_one_and_every_line_has_its_level(
    short_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(short_dir / "none"), "doctor", "--language", "nl"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 4
    assert all(line.startswith(("goed ", "let op ", "fout ")) for line in lines)


def test_a_healthy_laptop_ends_with_zero(
    short_dir: Path, collector_server: "FakeCollector", capsys: pytest.CaptureFixture[str]
) -> None:
    save(short_dir, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    service = Service(Config(data_dir=short_dir), inventory.device_facts())
    service.start()
    try:
        assert main(["--data", str(short_dir), "doctor"]) == 0
    finally:
        service.stop()
    told = capsys.readouterr().out
    assert "ok       The service runs" in told
    assert "wrong" not in told
