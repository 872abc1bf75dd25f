"""``run``: started as a person starts it, and ended in every way."""

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.cli.main import main
from barometer_agent.enrolment import Identity, save

if TYPE_CHECKING:
    FakeCollector = Any

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and the link are POSIX's")


def start(folder: Path) -> "subprocess.Popen[str]":
    code = "import sys; from barometer_agent.cli import main; sys.exit(main())"
    flags = ["--data", str(folder), "--log-level", "info", "run", "--interval", "5"]
    return subprocess.Popen([sys.executable, "-c", code, *flags], stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_within_two_seconds(
    short_dir: Path, collector_server: "FakeCollector", kind: signal.Signals
) -> None:
    save(short_dir, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    service = start(short_dir)
    collector_server.wait_for(collector_server.samples)
    assert (short_dir / "agent.sock").exists()
    started = time.monotonic()
    service.send_signal(kind)
    _, told = service.communicate(timeout=10)
    assert time.monotonic() - started < 2.5
    assert service.returncode == 0
    assert "service_stopped" in told
    assert "Traceback" not in told
    assert not (short_dir / "agent.sock").exists()


def test_after_kill_9_every_sample_is_there_exactly_once(short_dir: Path, collector_server: "FakeCollector") -> None:
    save(short_dir, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    for _ in range(3):
        before = len(collector_server.batches)
        service = start(short_dir)
        collector_server.wait_for(lambda before=before: len(collector_server.batches) > before)
        service.kill()
        service.communicate(timeout=10)
    before = len(collector_server.batches)
    service = start(short_dir)
    collector_server.wait_for(lambda: len(collector_server.batches) > before)
    service.terminate()
    service.communicate(timeout=10)
    seen = Counter((one.metric, one.subject, one.at) for one in collector_server.samples())
    assert seen
    assert set(seen.values()) == {1}


def test_without_an_identity_it_says_what_to_do(short_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handlers = {kind: signal.getsignal(kind) for kind in (signal.SIGTERM, signal.SIGINT)}
    try:
        assert main(["--data", str(short_dir), "run"]) == 1
    finally:
        for kind, handler in handlers.items():
            signal.signal(kind, handler)
    assert "barometer-agent enrol --server URL --token TOKEN" in capsys.readouterr().err
