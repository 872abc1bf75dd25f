"""The place in the panel."""

import asyncio

from barometer_agent.tray.panel import WATCHER, Panel
from tests.agent.tray.desk import FakeWatcher, connected, until

NAME = "org.kde.StatusNotifierItem-1-1"


def test_a_panel_that_is_there_is_given_the_icon(bus_address: str) -> None:
    async def run() -> tuple[list[str], bool]:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            watcher = await FakeWatcher.on(theirs)
            panel = Panel(ours, NAME)
            await panel.begin()
            return watcher.items, panel.shows

    assert asyncio.run(run()) == ([NAME], True)


def test_without_a_panel_nothing_is_shown_and_nothing_fails(bus_address: str) -> None:
    async def run() -> bool:
        async with connected(bus_address) as ours:
            panel = Panel(ours, NAME)
            await panel.begin()
            return panel.shows

    assert asyncio.run(run()) is False


def test_a_panel_that_comes_later_or_starts_again_is_given_it_again(bus_address: str) -> None:
    async def run() -> list[str]:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            panel = Panel(ours, NAME)
            await panel.begin()
            watcher = await FakeWatcher.on(theirs)
            await until(lambda: panel.shows)
            await theirs.release_name(WATCHER)
            await until(lambda: not panel.shows)
            await theirs.request_name(WATCHER)
            await until(lambda: panel.shows)
            return watcher.items

    assert asyncio.run(run()) == [NAME, NAME]


def test_a_panel_that_refuses_shows_nothing(bus_address: str) -> None:
    async def run() -> bool:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            await theirs.request_name(WATCHER)
            panel = Panel(ours, NAME)
            await panel.begin()
            return panel.shows

    assert asyncio.run(run()) is False
