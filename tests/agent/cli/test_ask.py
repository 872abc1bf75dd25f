"""``ask``: the open question, in a small window."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent import inventory
from barometer_agent.cli.ask import decide
from barometer_agent.cli.main import main
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, save
from barometer_agent.link.messages import PastPrompt, Questions
from barometer_agent.prompting import Reason
from barometer_agent.service import Service
from barometer_agent.spool.prompts import Outcome
from barometer_shared.protocol import DeviceConfig
from barometer_shared.questions import OpenQuestion

if TYPE_CHECKING:
    FakeCollector = Any

MONDAY = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)


def past(outcome: Outcome, campaign: str = "pulse", **ago: float) -> PastPrompt:
    return PastPrompt(campaign, int((MONDAY - timedelta(**ago)).timestamp() * 1000), outcome)


@pytest.fixture
def service(short_dir: Path, collector_server: "FakeCollector", pulse: OpenQuestion) -> Iterator[Service]:
    save(short_dir, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    collector_server.config = DeviceConfig("v1", 60, [], [pulse])
    made = Service(Config(data_dir=short_dir), inventory.device_facts())
    made.start()
    assert made._collector is not None
    made._collector.exchange()
    yield made
    made.stop()


def test_a_question_that_comes_by_itself_keeps_its_distance(pulse: OpenQuestion) -> None:
    assert decide(MONDAY, pulse, Questions([], [])).allowed
    assert decide(MONDAY, pulse, Questions([], [past(Outcome.NOT_NOW, hours=1)])).reason is Reason.NOT_NOW
    assert decide(MONDAY, pulse, Questions([], [past(Outcome.ANSWERED, "other", days=2)])).reason is Reason.TOO_SOON


def test_without_a_desktop_the_terminal_is_named(
    service: Service, short_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    assert main(["--data", str(short_dir), "ask"]) == 1
    assert "In the terminal: barometer-agent answer" in capsys.readouterr().err


def test_without_a_question_there_is_no_window(
    service: Service, short_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(short_dir), "ask", "--campaign", "other"]) == 0
    assert capsys.readouterr().out == "No question is open for you.\n"


def test_the_service_never_loads_a_window_or_the_web_stack() -> None:
    code = (
        "import sys, barometer_agent.service\n"
        "heavy = {'tkinter', 'pydantic', 'sqlalchemy', 'fastapi', 'dbus_fast'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
