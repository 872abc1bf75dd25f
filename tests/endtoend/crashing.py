"""Crashes of programs on a laptop in a container, which its own systemd-coredump records."""

import contextlib
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

from tests.endtoend.laptop import Laptop

_CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")


@contextlib.contextmanager
def recorded_inside(laptop: Laptop) -> Iterator[None]:
    """The kernel hands crashes to this machine; while this lasts those of the laptop go to its own systemd-coredump."""
    handler = Path(f"/run/systemd-coredump-{laptop.init}")
    entered = f"exec {shutil.which('nsenter')} -t {laptop.init} -a /lib/systemd/systemd-coredump"
    handler.write_text(f'#!/bin/sh\n{entered} "$@"\n')
    handler.chmod(0o755)
    before = _CORE_PATTERN.read_text()
    _CORE_PATTERN.write_text(f"|{handler} %p %u %g %s %t 9223372036854775808 %h")
    try:
        yield
    finally:
        _CORE_PATTERN.write_text(before)
        handler.unlink()


def crash(laptop: Laptop, name: str, folder: str) -> None:
    """Make an executable of that name die of SIGSEGV, in ``folder`` of the laptop."""
    # not before it has become that program: until then it is a shell
    until = f'for i in $(seq 200); do [ "$(cat /proc/$!/comm)" = {name} ] && break; sleep 0.05; done'
    script = f"mkdir -p {folder}; cp /bin/sleep {folder}/{name}; {folder}/{name} 60 & {until}; kill -SEGV $!; wait $!"
    assert laptop.run("sh", "-c", script).returncode == 128 + signal.SIGSEGV
