"""The agent as a service of Windows: installed, started, stopped and removed by the real service manager of Wine."""

import json
import re
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.windows.conftest import Laptop
from tests.windows.wine import Wine, to_windows

STOP_SECONDS = 20.0  # within two, says the agent, and well within one where nothing else runs; a hung one takes 60


def test_it_is_installed_runs_measures_and_ends_with_everything_durable(laptop: Laptop) -> None:
    laptop.enrol()
    installed = laptop.agent("--log-level", "info", "service", "install")
    assert "BarometerAgent" in installed.stdout, installed.stderr
    assert configured(laptop.wine, "Start") == "0x2"
    assert configured(laptop.wine, "ObjectName") == r"NT SERVICE\BarometerAgent"
    assert configured(laptop.wine, "PreshutdownTimeout") == "0x2710"

    started = laptop.wine.run("net", "start", "BarometerAgent", environment=laptop.environment)
    assert started.returncode == 0, started.stdout
    eventually(lambda: any(batch["samples"] for batch in laptop.kept().values()))
    assert state(laptop.wine) == "RUNNING"
    users_reach_it(laptop)
    log = laptop.data / "spool.db-wal"  # gone when the spool was closed, and not when it was torn off
    assert log.exists()
    assert laptop.wine.run("sc", "stop", "BarometerAgent").returncode == 0
    eventually(lambda: not log.exists(), STOP_SECONDS)
    eventually(lambda: state(laptop.wine) == "STOPPED")

    kept = laptop.kept()
    arrived = laptop.server.samples(kept)
    assert arrived
    assert max(arrived.values()) == 1

    assert "BarometerAgent" in laptop.agent("service", "remove").stdout
    assert state(laptop.wine) == ""


def users_reach_it(laptop: Laptop) -> None:
    """Over the link, with the commands that they have."""
    doctor = laptop.agent("doctor")
    assert "The service runs" in doctor.stdout, doctor.stdout
    eventually(lambda: "What is measured arrives" in laptop.agent("doctor").stdout)  # said once an exchange is over
    sent = [json.loads(line) for line in laptop.agent("sent", "--json").stdout.splitlines()]
    assert sum(len(batch["samples"]) for batch in sent) > 0
    answered = laptop.agent("answer")
    assert answered.returncode == 0, answered.stderr


def test_the_manager_alone_can_run_it(laptop: Laptop) -> None:
    done = laptop.agent("service", "run")
    assert done.returncode == 1
    assert "net start BarometerAgent" in done.stderr


ENDS = """
import os, sys
from pathlib import Path
sys.path[:0] = {paths!r}
from barometer_agent.windows.service import Host
def body(begun):
    begun()
    Path(r"{process}").write_text(str(os.getpid()))
    return {code}
Host(body, lambda: None, lambda: None, anew=75).run()
"""
INSTALL = """
import subprocess, sys
from pathlib import Path
from barometer_agent.windows import installation
installation.install(subprocess.list2cmdline([sys.executable, "-c", sys.argv[1]]), Path(sys.argv[2]))
"""
RUNS = "import psutil, sys; print(psutil.pid_exists(int(sys.argv[1])))"
Python = tuple[Path, dict[str, str]]


def test_it_ends_without_a_word_to_be_started_anew(laptop: Laptop, python: Python, tmp_path: Path) -> None:
    process = begin(laptop, python, tmp_path, 75)
    try:
        eventually(
            lambda: "False" in laptop.wine.run(python[0], "-c", RUNS, process.read_text(), environment=python[1]).stdout
        )
        assert state(laptop.wine) == "RUNNING"  # as it was told last; a Windows sees that the process is gone
    finally:
        laptop.wine.run("sc", "delete", "BarometerAgent")


@pytest.mark.parametrize(("code", "told"), [(1, "1066"), (0, "0")], ids=["error", "end"])
def test_any_other_end_is_told(laptop: Laptop, python: Python, tmp_path: Path, code: int, told: str) -> None:
    begin(laptop, python, tmp_path, code)
    try:
        eventually(lambda: state(laptop.wine) == "STOPPED")
        assert exit_code(laptop.wine) == told
    finally:
        laptop.agent("service", "remove")


def begin(laptop: Laptop, python: Python, folder: Path, code: int) -> Path:
    """Have a service run that ends with ``code``; the file with the number of its process."""
    program, environment = python
    process = folder / "process"
    ends = ENDS.format(paths=environment["PYTHONPATH"].split(";"), process=to_windows(process), code=code)
    done = laptop.wine.run(program, "-c", INSTALL, ends, to_windows(laptop.data), environment=environment)
    assert done.returncode == 0, done.stderr
    laptop.wine.run("net", "start", "BarometerAgent")
    eventually(process.exists)
    return process


def exit_code(wine: Wine) -> str:
    """With what the manager says that the service ended."""
    found = re.search(r"WIN32_EXIT_CODE\s*:\s*(\d+)", wine.run("sc", "query", "BarometerAgent").stdout)
    return found[1] if found else ""


def state(wine: Wine) -> str:
    """RUNNING, STOPPED, ...; empty when there is no such service."""
    found = re.search(r"STATE\s*:\s*\d+\s+(\w+)", wine.run("sc", "query", "BarometerAgent").stdout)
    return found[1] if found else ""


def configured(wine: Wine, name: str) -> str:
    """What the registry says of the service."""
    key = r"HKLM\SYSTEM\CurrentControlSet\Services\BarometerAgent"
    found = re.search(rf"{name}\s+REG_\w+\s+(.*)", wine.run("reg", "query", key, "/v", name).stdout)
    return found[1].strip() if found else ""
