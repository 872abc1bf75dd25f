"""Programs of macOS, played by scripts."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources.macos import drives, wifi

Installed = Callable[..., Path]


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> None:
    """Each test begins as a service that has just started."""
    drives._daily.cache_clear()
    wifi._slow.cache_clear()


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Puts programs on PATH, and nothing of macOS that is not given.

    ``program="text"`` prints that text; ``program=("text", 1)`` says it on the error output and fails with 1.
    What was asked stands in the file ``asked`` of the folder that is given back, a call a line.
    """
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def install(**answers: str | tuple[str, int]) -> Path:
        for name in ("log", "last"):  # Debian has a last of its own
            answers.setdefault(name, ("not on this system", 127))
        for name, answer in answers.items():
            text, status = answer if isinstance(answer, tuple) else (answer, 0)
            said = f"printf %s {shlex.quote(text)}" + (" >&2" if status else "")
            program = folder / name
            asked = shlex.quote(str(folder / "asked"))
            program.write_text(f'#!/bin/sh\necho {name} "$@" >> {asked}\n{said}\nexit {status}\n')
            program.chmod(0o755)
        return folder

    return install


@pytest.fixture
def captured() -> Callable[[str], str]:
    """The text of a file in ``captured``."""

    def read(name: str) -> str:
        return (Path(__file__).with_name("captured") / name).read_text("utf-8")

    return read
