"""Programs of a Linux laptop, played by scripts."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from barometer_agent.sources.linux import coredumps, libsystemd, sign_ins
from tests.agent.sources.linux.real_bus import RealBus, running

Programs = Callable[..., Path]
Answers = Mapping[str, Iterable[Mapping[str, Any]]]


@pytest.fixture(autouse=True)
def _nothing_was_read_before() -> None:
    """Each test begins as a service that has just started."""
    coredumps._standstill.cache_clear()
    sign_ins._standstill.cache_clear()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """``programs(name="script")`` puts scripts of the shell on PATH; the folder that they are in is given back."""
    folder = tmp_path / "programs"

    def install(**scripts: str) -> Path:
        folder.mkdir(exist_ok=True)
        for name, script in scripts.items():
            (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return folder

    return install


@pytest.fixture
def journal_holds(programs: Programs) -> Callable[[Answers], None]:
    """``journal_holds({pattern: entries})``: what journalctl gives, by the first pattern that its arguments fit."""

    def install(answers: Answers) -> None:
        cases = [
            "\n".join([f"{pattern}) cat <<'END'", *map(json.dumps, entries), "END", ";;"])
            for pattern, entries in answers.items()
        ]
        programs(journalctl='case "$*" in\n' + "\n".join(cases) + "\nesac")

    return install


@pytest.fixture
def real_bus(short_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealBus]:
    """A real bus that is taken for the system's: DBUS_SYSTEM_BUS_ADDRESS in sd_bus_open_system(3)."""
    try:
        libsystemd.loaded()
    except libsystemd.UnansweredError as error:
        pytest.skip(f"skipped, because {error}")
    if shutil.which("dbus-daemon") is None:
        pytest.skip("skipped, because dbus-daemon is not installed")
    with running(short_dir) as bus:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        yield bus
