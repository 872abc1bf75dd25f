"""This machine as the demo's first laptop: its agent is enrolled, started, and its first question offered.

The agent is another program, reached through its command alone.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from barometer_collector.demo.processes import Child, DemoError, program, start

INTERVAL_SECONDS = 10  # a person is watching; on a real laptop the collector sets a pace of minutes
_ENROL_TIMEOUT = 60


def enrol(folder: Path, server: str, token: str) -> None:
    """Make this machine known to the collector, or, where that moved to another port, tell it the new address.

    The same hardware stays the same device. Raises DemoError with what the agent said when it is refused.
    """
    command = [program("barometer-agent"), "--data", str(folder), "enrol", "--server", server, "--token", token]
    done = subprocess.run([*command, "--replace"], capture_output=True, text=True, timeout=_ENROL_TIMEOUT, check=False)
    if done.returncode:
        raise DemoError(f"this machine could not be enrolled: {(done.stderr or done.stdout).strip()}")


def run(folder: Path, server: str, logs: Path) -> Child:
    """Start the agent's service."""
    command = [program("barometer-agent"), "--data", str(folder), "--server", server, "run"]
    return start("agent", [*command, "--interval", str(INTERVAL_SECONDS)], logs, dict(os.environ))


def offer_question(folder: Path, logs: Path) -> Child | None:
    """Put the first question in a window where there is a desktop; None, and a hint in the terminal, where not."""
    if has_desktop():
        return start("question", [program("barometer-agent"), "--data", str(folder), "ask"], logs, dict(os.environ))
    hint = f"{program('barometer-agent')} --data {folder} answer"
    print(f"no desktop here: see and answer open questions in another terminal with {hint}", file=sys.stderr)
    return None


def has_desktop(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window could be shown to the person who started the demo."""
    if platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
