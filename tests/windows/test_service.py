"""The agent as a service of Windows: installed, started, stopped and removed by the real service manager of Wine."""

import json
import re

from tests.eventually import eventually
from tests.windows.conftest import Laptop
from tests.windows.wine import Wine

STOP_SECONDS = 2.0


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
    assert "What is measured arrives" in doctor.stdout
    sent = [json.loads(line) for line in laptop.agent("sent", "--json").stdout.splitlines()]
    assert sum(len(batch["samples"]) for batch in sent) > 0
    answered = laptop.agent("answer")
    assert answered.returncode == 0, answered.stderr


def test_the_manager_alone_can_run_it(laptop: Laptop) -> None:
    done = laptop.agent("service", "run")
    assert done.returncode == 1
    assert "net start BarometerAgent" in done.stderr


def state(wine: Wine) -> str:
    """RUNNING, STOPPED, ...; empty when there is no such service."""
    found = re.search(r"STATE\s*:\s*\d+\s+(\w+)", wine.run("sc", "query", "BarometerAgent").stdout)
    return found[1] if found else ""


def configured(wine: Wine, name: str) -> str:
    """What the registry says of the service."""
    key = r"HKLM\SYSTEM\CurrentControlSet\Services\BarometerAgent"
    found = re.search(rf"{name}\s+REG_\w+\s+(.*)", wine.run("reg", "query", key, "/v", name).stdout)
    return found[1].strip() if found else ""
