"""``run``: started as a person starts it, and ended in every way."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

from barometer_agent.cli.main import main
from barometer_agent.enrolment import Identity, save

if TYPE_CHECKING:
    FakeCollector = Any

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and the link are POSIX's")


WITHOUT_RIGHTS = ("setpriv", "--bounding-set", "-all", "--inh-caps", "-all", "--no-new-privs")


def start(
    folder: Path, *options: str, environment: dict[str, str] | None = None, through: tuple[str, ...] = ()
) -> "subprocess.Popen[str]":
    code = "import sys; from barometer_agent.cli import main; sys.exit(main())"
    pace = () if "--config" in options else ("--interval", "5")
    flags = ["--data", str(folder), "--log-level", "info", *options, "run", *pace]
    return subprocess.Popen(
        [*through, sys.executable, "-c", code, *flags], stderr=subprocess.PIPE, text=True, errors="replace",
        env=environment,
    )  # fmt: skip


def ended(service: "subprocess.Popen[str]") -> str:
    """What it said until it was told to end."""
    service.terminate()
    return service.communicate(timeout=10)[1]


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_at_once(short_dir: Path, collector_server: "FakeCollector", kind: signal.Signals) -> None:
    save(short_dir, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    service = start(short_dir)
    collector_server.wait_for(collector_server.samples)
    assert (short_dir / "agent.sock").exists()
    started = time.monotonic()
    service.send_signal(kind)
    _, told = service.communicate(timeout=20)
    assert time.monotonic() - started < 8  # a stop that waits for a turn takes up to a minute
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
    ended(service)
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


def test_settings_that_change_are_taken_over_without_a_restart(
    short_dir: Path, collector_server: "FakeCollector"
) -> None:
    save(short_dir, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    file = short_dir / "agent.toml"
    file.write_text("interval_seconds = 3600\n")
    service = start(short_dir, "--config", str(file))
    assert service.stderr is not None
    try:
        told = read_until(service.stderr, "service_started")
        socket = (short_dir / "agent.sock").stat().st_ino
        file.write_text("interval_seconds = 'often'\n")
        service.send_signal(signal.SIGHUP)
        told += read_until(service.stderr, "settings_wrong")
        file.write_text("interval_seconds = 5\n")
        service.send_signal(signal.SIGHUP)
        told += read_until(service.stderr, "settings_changed")
        assert (short_dir / "agent.sock").stat().st_ino == socket, "who asked meanwhile was turned away"
        assert "Traceback" not in told
        collector_server.wait_for(collector_server.samples)
    finally:
        ended(service)
    assert service.returncode == 0


@pytest.mark.parametrize("locale", ["C", "POSIX", "nl_NL.ISO-8859-1"])
def test_it_works_in_any_locale_with_any_name(short_dir: Path, collector_server: "FakeCollector", locale: str) -> None:
    folder = short_dir / "gegevens van Zoë Çelik"
    folder.mkdir()
    save(folder, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    names = {"USER": "zoë", "LOGNAME": "zoë", "HOME": str(folder), "HOSTNAME": "werkplek-façade"}
    service = start(folder, environment={**names, "PATH": os.environ["PATH"], "LC_ALL": locale})
    try:
        collector_server.wait_for(collector_server.samples)
    finally:
        told = ended(service)
    assert service.returncode == 0
    assert "Traceback" not in told
    assert "sampler_failed" not in told


def test_it_runs_without_any_of_roots_rights(short_dir: Path, collector_server: "FakeCollector") -> None:
    save(short_dir, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    service = start(short_dir, through=WITHOUT_RIGHTS if os.geteuid() == 0 else ())
    try:
        collector_server.wait_for(collector_server.samples)
        if sys.platform == "linux":
            assert "CapEff:\t0000000000000000" in Path(f"/proc/{service.pid}/status").read_text()
    finally:
        told = ended(service)
    assert service.returncode == 0
    assert "Traceback" not in told
    assert "sampler_failed" not in told


def read_until(stream: IO[str], event: str) -> str:
    """What is said up to the line with ``event``."""
    told = ""
    for line in stream:
        told += line
        if event in line:
            return told
    raise AssertionError(f"{event} was not said: {told}")
