"""The window in a process of its own."""

import asyncio
import logging
import sys
from pathlib import Path

import pytest

from barometer_agent.tray.child import Child

SAY = "import sys; open(sys.argv[1], 'a').write(' '.join(sys.argv[2:]) + ';')"


def test_it_is_started_with_its_flags_and_its_end_is_told(tmp_path: Path) -> None:
    said, ended = tmp_path / "said", []

    async def run() -> None:
        child = Child([sys.executable, "-c", SAY, str(said)], lambda: ended.append(child.is_open))
        assert not child.is_open
        child.open("--campaign", "pulse")
        assert child.is_open
        child.open("--campaign", "another")
        await child.closed()
        assert not child.is_open
        child.open()
        await child.closed()

    asyncio.run(run())
    assert said.read_text() == "--campaign pulse;;"
    assert len(ended) == 2


def test_one_that_fails_is_logged_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        for command in ([sys.executable, "-c", "import sys; sys.exit(3)"], ["/nowhere/window"]):
            child = Child(command)
            child.open()
            await child.closed()

    with caplog.at_level(logging.WARNING):
        asyncio.run(run())
    assert [record.getMessage() for record in caplog.records] == [
        "the window ended without an answer code=3",
        "the window cannot be started reason=No such file or directory",
    ]
