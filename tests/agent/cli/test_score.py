"""``score``."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from barometer_agent.cli.main import main
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import Report
from barometer_agent.link.server import LinkServer
from barometer_shared.report import DeviceReport

TOLD = Report(msgspec.Raw(msgspec.json.encode(DeviceReport(61.5, "average", 0.9, 20_710, 20_717))))


@pytest.fixture
def service(short_dir: Path) -> Iterator[Path]:
    server = LinkServer(socket_path(short_dir), lambda _request, _peer: [TOLD])
    server.start()
    yield short_dir
    server.close()


def test_it_is_told_in_the_terminal(service: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(service), "score"]) == 0
    assert "The score of this laptop is 61.5 of 100: average." in capsys.readouterr().out


def test_it_is_shown_on_a_page(service: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("DISPLAY", raising=False)
    assert main(["--data", str(service), "score", "--page"]) == 0
    assert "<h1>The score of this laptop</h1>" in (tmp_path / "barometer-pages" / "score.html").read_text("utf-8")
