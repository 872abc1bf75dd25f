"""A real crash, recorded by the real systemd-coredump, is told once, by the name of its executable."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.crashes, pytest.mark.timeout(240), pytest.mark.xdist_group("crashes")]

_CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")
_HANDLER = "/lib/systemd/systemd-coredump"
_JOURNAL = Path("/run/systemd/journal/socket")


@pytest.fixture
def recorded_crashes() -> Iterator[None]:
    """Let the kernel hand every crash of this machine to systemd-coredump, without systemd as init."""
    if os.geteuid() != 0 or not Path(_HANDLER).exists() or not shutil.which("systemd-socket-activate"):
        pytest.skip("recording crashes needs root and the Debian package systemd-coredump")
    before = _CORE_PATTERN.read_text()
    for folder in ("/run/systemd/journal", "/run/log/journal"):
        Path(folder).mkdir(parents=True, exist_ok=True)
    Path("/run/systemd/coredump").unlink(missing_ok=True)
    started = [] if _JOURNAL.exists() else [_start("/lib/systemd/systemd-journald")]
    started.append(_start("systemd-socket-activate", "-a", "--seqpacket", "-l", "/run/systemd/coredump", _HANDLER))
    _CORE_PATTERN.write_text(f"|{_HANDLER} %P %u %g %s %t 9223372036854775808 %h %d")
    try:
        _wait_for(_JOURNAL, Path("/run/systemd/coredump"))
        yield
    finally:
        _CORE_PATTERN.write_text(before)
        for process in reversed(started):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)


def test_a_real_crash_is_on_the_device_page_once(
    recorded_crashes: None, demo: Any, wait: Callable[..., Any], tmp_path: Path
) -> None:
    wait(lambda: demo.device())
    name = f"fragile-{os.getpid()}"
    _crash(tmp_path / name)

    found = wait(lambda: _crashes_of(demo, name), 60)
    assert len(found) == 1
    page = demo.page(f"/devices/{demo.device()['id']}")
    assert page.count(name) >= 1
    assert str(tmp_path) not in page
    time.sleep(25)  # two more of the demo's intervals
    assert len(_crashes_of(demo, name)) == 1


def _crash(program: Path) -> None:
    """Make an executable of that name die of SIGSEGV."""
    shutil.copy(shutil.which("sleep") or "/bin/sleep", program)
    process = subprocess.Popen([str(program), "60"])
    os.kill(process.pid, signal.SIGSEGV)
    assert process.wait(30) == -signal.SIGSEGV


def _crashes_of(demo: Any, name: str) -> list[Any]:
    events = demo.get(f"/api/v1/devices/{demo.device()['id']}/events")["events"]
    return [event for event in events if event["metric"] == "app_crash" and event["subject"] == name]


def _start(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait_for(*paths: Path) -> None:
    end = time.monotonic() + 20
    while not all(path.exists() for path in paths):
        assert time.monotonic() < end, f"not there: {paths}"
        time.sleep(0.1)
