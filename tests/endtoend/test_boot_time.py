"""In a booted Debian, the agent's boot time is that of systemd-analyze, to the millisecond."""

import json
import re
from subprocess import CompletedProcess
from typing import Protocol

import pytest

pytestmark = [pytest.mark.laptop, pytest.mark.timeout(400), pytest.mark.xdist_group("laptop")]


class Laptop(Protocol):
    def run(self, *command: str, **environment: str) -> CompletedProcess[str]: ...


def _milliseconds(said: str) -> dict[str, int]:
    """``Startup finished in 1.123s (kernel) + 2min 3.456s (userspace) = 2min 4.579s`` in milliseconds."""
    first = said.splitlines()[0]
    parts = {name: _duration(text) for text, name in re.findall(r"((?:[\d.]+(?:min|ms|s) ?)+)\((\w+)\)", first)}
    total = first.partition(" = ")[2]
    parts["total"] = _duration(total) if total else sum(parts.values())
    return parts


def _duration(text: str) -> int:
    units = {"min": 60_000, "s": 1000, "ms": 1}
    return round(sum(float(number) * units[unit] for number, unit in re.findall(r"([\d.]+)(min|ms|s)", text)))


def test_the_boot_time_is_that_of_systemd_analyze(laptop: Laptop) -> None:
    analysed = laptop.run("systemd-analyze", "time")
    assert analysed.returncode == 0, analysed.stderr
    expected = _milliseconds(analysed.stdout)

    once = laptop.run("barometer-agent", "--data", "/var/lib/barometer-once", "once", "--json")
    samples = [json.loads(line) for line in once.stdout.splitlines()]

    boots = [sample for sample in samples if sample["metric"] == "boot_ms"]
    assert [sample["value"] for sample in boots] == [expected["total"]], (analysed.stdout, once.stderr)
    phases = {sample["subject"]: sample["value"] for sample in samples if sample["metric"] == "boot_phase_ms"}
    assert phases["userspace"] == expected["userspace"]
