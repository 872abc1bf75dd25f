"""``doctor``."""

import re
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
    assert all(line.startswith(("goed ", "info ", "let op ", "fout ")) for line in lines)


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


@pytest.mark.parametrize(
    ("proxy", "code", "said"),
    [
        ("http://it:secret@127.0.0.1:1", "en", "does not answer (nobody answers at the proxy http://127.0.0.1:1): "),
        ("http://it:secret@127.0.0.1:1", "nl", "(op het adres van de proxy http://127.0.0.1:1 antwoordt niemand): "),
        ("", "en", "does not answer (nobody answers at the collector's address): "),
    ],
)
def test_who_is_silent_is_said_without_the_words_of_a_program(
    short_dir: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    proxy: str,
    code: str,
    said: str,
) -> None:
    monkeypatch.setenv("BAROMETER_PROXY", proxy)
    server = "https://collector.test" if proxy else "http://127.0.0.1:1"
    assert main(["--data", str(short_dir), "doctor", "--server", server, "--language", code]) == 1
    told = capsys.readouterr()
    assert said in told.out
    assert not {"ConnectError", "Errno", "secret"} & set(re.findall(r"\w+", told.out + told.err))
