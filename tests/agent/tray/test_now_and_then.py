"""What the tray does again and again."""

import asyncio

import pytest

from barometer_agent.tray.now_and_then import every
from tests.agent.tray.desk import until


def test_it_is_done_again_and_again_until_it_is_left() -> None:
    done: list[int] = []

    async def run() -> int:
        async with every(0.001, lambda: done.append(1)):
            assert done == []  # not before the first time has passed
            await until(lambda: len(done) >= 3)
        return len(done)

    assert asyncio.run(run()) == len(done)


def test_what_fails_once_is_logged_and_done_again(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[int] = []

    def fail() -> None:
        tries.append(1)
        raise ValueError("as nobody expected")

    async def run() -> None:
        async with every(0.001, fail):
            await until(lambda: len(tries) >= 2)

    asyncio.run(run())
    assert "error=ValueError" in caplog.text
