"""``doctor``."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent import inventory
from barometer_agent.cli.main import main
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, save
from barometer_agent.prompting import Rules
from barometer_agent.service import Service
from barometer_shared.protocol import DeviceConfig
from barometer_shared.questions import OpenQuestion

if TYPE_CHECKING:
    FakeCollector = Any


@contextmanager
def running(folder: Path, server: str, rules: Rules = Rules()) -> Iterator[Service]:  # noqa: B008 - it is frozen
    save(folder, Identity("00000000000000ab", "secret", "demo", server))
    service = Service(Config(data_dir=folder, prompt=rules), inventory.device_facts())
    service.start()
    try:
        yield service
    finally:
        service.stop()


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
    with running(short_dir, collector_server.url):
        assert main(["--data", str(short_dir), "doctor"]) == 0
    told = capsys.readouterr().out
    assert "ok       The service runs" in told
    assert "wrong" not in told


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Rules(), "  blocks   Not in your first 30 days on this laptop"),  # who asks for the first time is new
        (Rules(never=True), "  blocks   IT has switched questions off on this laptop: yes."),
    ],
)
def test_why_a_question_is_not_shown_is_told_rule_by_rule(
    short_dir: Path,
    collector_server: "FakeCollector",
    pulse: OpenQuestion,
    capsys: pytest.CaptureFixture[str],
    rules: Rules,
    said: str,
) -> None:
    collector_server.config = DeviceConfig("v1", 60, [], [pulse])
    with running(short_dir, collector_server.url, rules) as service:
        assert service._collector is not None
        service._collector.exchange()
        assert main(["--data", str(short_dir), "doctor", "--prompt"]) == 0
    question, decision, *others = capsys.readouterr().out.splitlines()
    assert question == 'Question "How did your laptop work today?" (pulse)'
    assert decision.startswith("Not now: ")
    assert [line for line in others if line.startswith(said)]


def test_where_no_question_is_open_there_is_nothing_to_explain(
    short_dir: Path, collector_server: "FakeCollector", capsys: pytest.CaptureFixture[str]
) -> None:
    with running(short_dir, collector_server.url):
        assert main(["--data", str(short_dir), "doctor", "--prompt", "--language", "nl"]) == 0
    assert capsys.readouterr().out == "Er staat geen vraag voor je open.\n"


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
