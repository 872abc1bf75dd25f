"""The icon on the session bus."""

import asyncio
from typing import Any

from barometer_agent.tray import session_bus
from barometer_agent.tray.icon import pixmaps
from barometer_agent.tray.status_item import PATH, StatusItem
from tests.agent.tray.desk import connected, until

NAME = "org.kde.StatusNotifierItem"


def test_the_panel_is_told_everything_it_draws(bus_address: str) -> None:
    async def run() -> dict[str, Any]:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            ours.export(PATH, StatusItem("Barometer", "Nothing is open", pixmaps((22,)), lambda: None))
            get_all = "org.freedesktop.DBus.Properties.GetAll"
            (facts,) = await session_bus.call(theirs, str(ours.unique_name), PATH, get_all, "s", NAME)
            return {name: fact.value for name, fact in facts.items()}

    facts = asyncio.run(run())
    assert (facts["Title"], facts["Status"], facts["Menu"]) == ("Barometer", "Active", "/MenuBar")
    assert facts["ToolTip"] == ("", [], "Barometer", "Nothing is open")
    assert (facts["IconName"], facts["ItemIsMenu"], facts["WindowId"]) == ("", False, 0)
    assert (facts["Id"], facts["Category"]) == ("barometer", "ApplicationStatus")
    ((width, height, pixels),) = facts["IconPixmap"]
    assert (width, height, len(pixels)) == (22, 22, 22 * 22 * 4)


def test_the_left_and_the_middle_button_do_the_same_and_the_others_nothing(bus_address: str) -> None:
    clicks: list[bool] = []

    async def run() -> None:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            ours.export(PATH, StatusItem("Barometer", "", [], lambda: clicks.append(True)))
            for method in ("Activate", "SecondaryActivate", "ContextMenu"):
                await session_bus.call(theirs, str(ours.unique_name), PATH, f"{NAME}.{method}", "ii", 3, 4)
            await session_bus.call(theirs, str(ours.unique_name), PATH, f"{NAME}.Scroll", "is", 1, "vertical")

    asyncio.run(run())
    assert len(clicks) == 2


def test_a_new_tip_is_told_once(bus_address: str) -> None:
    told: list[str | None] = []

    async def run() -> None:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            item = StatusItem("Barometer", "Nothing is open", [], lambda: None)
            ours.export(PATH, item)
            await session_bus.listen(theirs, str(ours.unique_name), NAME, lambda message: told.append(message.member))
            for tip in ("Nothing is open", "A question is open", "A question is open"):
                item.tell(tip)
            await session_bus.call(theirs, str(ours.unique_name), PATH, "org.freedesktop.DBus.Peer.Ping")
            await until(lambda: told)

    asyncio.run(run())
    assert told == ["NewToolTip"]
