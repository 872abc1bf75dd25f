"""A real crash, recorded by the real systemd-coredump, is told once, by the name of its executable."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.eventually import eventually

pytestmark = [pytest.mark.crashes, pytest.mark.timeout(240), pytest.mark.xdist_group("laptop")]

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
    started = [] if _listens(_JOURNAL) else [_start("/lib/systemd/systemd-journald")]
    started.append(_start("systemd-socket-activate", "-a", "--seqpacket", "-l", "/run/systemd/coredump", _HANDLER))
    _CORE_PATTERN.write_text(f"|{_HANDLER} %P %u %g %s %t 9223372036854775808 %h %d")
    try:
        eventually(lambda: _listens(_JOURNAL) and Path("/run/systemd/coredump").exists(), 20)
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

    told = wait(lambda: _told(demo, name), 60)
    assert len(told) == 1
    assert told[0].startswith(f"Application crash: {name} signal SIGSEGV")
    assert str(tmp_path) not in demo.page(f"/devices/{demo.device()['id']}")
    later = f"brittle-{os.getpid()}"
    _crash(tmp_path / later)
    assert len(wait(lambda: _told(demo, later), 60)) == 1
    assert _told(demo, name) == told  # the same records were read again


def _crash(program: Path) -> None:
    """Make an executable of that name die of SIGSEGV."""
    shutil.copy(shutil.which("sleep") or "/bin/sleep", program)
    process = subprocess.Popen([str(program), "60"])
    os.kill(process.pid, signal.SIGSEGV)
    assert process.wait(30) == -signal.SIGSEGV


def _told(demo: Any, name: str) -> list[str]:
    """What this machine's page says under "What happened" of ``name``, without the times."""
    page: str = demo.page(f"/devices/{demo.device()['id']}")
    section = re.search(r'<section[^>]*aria-labelledby="events">(.*?)</section>', page, re.DOTALL)
    assert section
    items = re.findall(r"<li><time.*?</time>(.*?)</li>", section[1], re.DOTALL)
    return [text for item in items if name in (text := " ".join(re.sub(r"<[^>]+>", "", item).split()))]


def _start(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _listens(address: Path) -> bool:
    """Whether somebody reads from the datagram socket at ``address``; a file that was left behind is not that."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as probe:
        return probe.connect_ex(str(address)) == 0
