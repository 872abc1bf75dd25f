"""Programs of a Linux laptop, played by scripts."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

Programs = Callable[..., Path]
Answers = Mapping[str, Iterable[Mapping[str, Any]]]


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
