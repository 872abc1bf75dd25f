"""run.py sets a workspace up from its locks, does nothing when it is there, and says what to do when it cannot."""

import ast
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import run
from tests.interruptible import interruptible

ROOT = Path(__file__).resolve().parents[2]
ENDLESS = "#!/bin/sh\ntrap 'echo stopped cleanly; exit 0' INT\necho ready\nwhile :; do read -r line; done\n"
pytestmark = pytest.mark.timeout(600)  # environments are made here, on machines that may be busy
Workspace = Any  # tests/workspace/conftest.py


def test_a_first_start_shows_its_steps_and_a_second_has_nothing_to_set_up(workspace: Workspace) -> None:
    first = workspace.start("agent", "answer", "--now")
    assert first.returncode == 7, first.stdout + first.stderr
    assert first.stdout.count("done in") == 3
    assert f"arguments: --data {workspace.root}/.demo/agent answer --now" in first.stdout
    second = workspace.start("agent", "--data=mine", "sent")
    assert second.stdout.splitlines() == [f"arguments: --data=mine sent in {workspace.folder}"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [(["nothing"], "no benchmark nothing"), (["wire", "half"], "the benchmark wire has no parts to choose from: half")],
)
def test_a_benchmark_or_a_part_that_there_is_none_of_is_refused_before_anything_is_set_up(
    asked: list[str], said: str
) -> None:
    with pytest.raises(run.SetupError, match=said):
        run.bench(asked, run.Setup(verbose=False))


def test_a_package_with_another_hash_is_refused_until_the_lock_is_right(workspace: Workspace) -> None:
    right = workspace.lock.read_text()
    workspace.ask_for("tiny==1", "0" * 64)
    refused = workspace.start("agent")
    assert refused.returncode == 1
    assert "is not the one in the lock file" in refused.stderr
    assert "Fix: " in refused.stderr
    assert "Traceback" not in refused.stderr
    workspace.lock.write_text(right)
    assert workspace.start("agent").returncode == 7


def test_without_a_network_it_says_so(workspace: Workspace) -> None:
    workspace.ask_for("elsewhere==1")
    nowhere = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_RETRIES": "1", "PIP_TIMEOUT": "1"}
    alone = workspace.start("agent", **nowhere)
    assert alone.returncode == 1
    assert "the package index cannot be reached" in alone.stderr


def test_a_changed_lock_is_installed_again_and_the_rest_is_left(running: Workspace) -> None:
    with running.lock.open("a") as lock_file:
        lock_file.write("# reviewed\n")
    again = running.start("agent")
    assert again.stdout.count("done in") == 1
    assert "the packages of requirements.lock" in again.stdout


def test_another_python_gets_an_environment_of_its_own(running: Workspace) -> None:
    leftover = running.root / ".venv" / "leftover"
    leftover.touch()
    (running.root / ".venv" / "barometer" / "python").write_text("another Python, elsewhere")
    assert running.start("agent").stdout.count("done in") == 3
    assert not leftover.exists()


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk is full"),
        ("The virtual environment was not created: ensurepip is not available", "apt install python3-venv"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one in the lock file"),
        ("  x Hash mismatch for `tiny==1`", "not the one in the lock file"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "certificate is not trusted"),
        ("Temporary failure in name resolution\nERROR: No matching distribution found", "cannot be reached"),
        ("npm error code EAI_AGAIN", "cannot be reached"),
        ("npm error code E404", "npm's message"),
        ("PermissionError: [Errno 13] Permission denied: '/opt/x'", "may not be written"),
        ("ERROR: No matching distribution found for numpy==2.4", "no build for this Python"),
        ("something nobody has seen before", "the reason stands above"),
    ],
)
def test_a_failure_is_told_with_cause_and_fix(output: str, cause: str) -> None:
    told = run.explain(output, "the packages")
    assert cause in told
    assert "Fix: " in told
    assert "{" not in told


def test_an_older_python_can_read_run_py() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_an_older_python_is_told_which_one_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    code = run.main(["demo"])
    assert code == 1
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_an_unknown_command_shows_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["dmeo"]) == 2
    shown = capsys.readouterr().out
    assert all(f"run.py {command}" in shown for command in run.COMMANDS)


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot hand a process over")
def test_a_signal_reaches_what_was_started(running: Workspace) -> None:
    script = running.root / ".venv" / "bin" / "barometer-collector"
    script.write_text(ENDLESS)
    script.chmod(0o755)
    command = interruptible([sys.executable, str(running.root / "run.py"), "demo"])
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        in_time = threading.Timer(60, process.kill)
        in_time.start()
        try:
            assert process.stdout.readline() == "ready\n"
            process.send_signal(signal.SIGINT)
            assert process.stdout.read() == "stopped cleanly\n"
            assert process.wait() == 0
        finally:
            in_time.cancel()
            process.kill()
