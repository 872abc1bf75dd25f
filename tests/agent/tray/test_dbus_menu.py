"""The menu on the session bus."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from dbus_fast import Variant
from dbus_fast.aio import MessageBus

from barometer_agent.tray import session_bus
from barometer_agent.tray.dbus_menu import PATH, DBusMenu
from barometer_agent.tray.menu import Entry
from tests.agent.tray.desk import connected, until

NAME = "com.canonical.dbusmenu"
BEFORE = (Entry(1, "Nothing", enabled=False), Entry(2), Entry(3, "About a_b"))
AFTER = (Entry(1, "Answer"), *BEFORE[1:])
ENGLISH, DUTCH = Entry(6, "English", checked=False, one_of=True), Entry(7, "Nederlands", checked=True, one_of=True)
DEEP = (Entry(4, "Never", checked=True), Entry(5, "Language", children=(ENGLISH, DUTCH)))


class Panel:
    """Asks for the menu from another connection."""

    def __init__(self, bus: MessageBus, of: MessageBus) -> None:
        self.bus = bus
        self.of = str(of.unique_name)

    async def __call__(self, method: str, signature: str = "", *body: Any) -> list[Any]:
        return await session_bus.call(self.bus, self.of, PATH, f"{NAME}.{method}", signature, *body)

    async def labels(self) -> list[dict[str, Any]]:
        _revision, (_root, _properties, below) = await self("GetLayout", "iias", 0, -1, [])
        return [{name: value.value for name, value in one.value[1].items()} for one in below]


def with_menu(address: str, what: Callable[[Panel, DBusMenu, list[int]], Awaitable[None]], fresh: bool = False) -> None:
    async def run() -> None:
        chosen: list[int] = []

        async def refresh() -> None:
            if fresh:
                menu.show(AFTER)

        menu = DBusMenu(BEFORE, chosen.append, refresh)
        async with connected(address) as ours, connected(address) as theirs:
            ours.export(PATH, menu)
            await what(Panel(theirs, ours), menu, chosen)

    asyncio.run(run())


def test_the_panel_is_told_each_line_and_whether_it_can_be_chosen(bus_address: str) -> None:
    async def what(panel: Panel, _menu: DBusMenu, _chosen: list[int]) -> None:
        lines = [
            {"label": "Nothing", "enabled": False},
            {"type": "separator"},
            {"label": "About a__b", "enabled": True},
        ]
        assert await panel.labels() == lines
        (groups,) = await panel("GetGroupProperties", "aias", [3], ["label"])
        assert [one for one, _properties in groups] == [3]
        (label,) = await panel("GetProperty", "is", 1, "label")
        assert label == Variant("s", "Nothing")
        assert (await panel("GetLayout", "iias", 3, 1, []))[1][2] == []

    with_menu(bus_address, what)


def test_only_what_can_be_chosen_is(bus_address: str) -> None:
    async def what(panel: Panel, menu: DBusMenu, chosen: list[int]) -> None:
        nothing = Variant("i", 0)
        for one, kind in ((1, "clicked"), (3, "hovered"), (3, "clicked"), (9, "clicked")):
            await panel("Event", "isvu", one, kind, nothing, 0)
        assert chosen == [3]
        menu.show(AFTER)
        (unknown,) = await panel("EventGroup", "a(isvu)", [[1, "clicked", nothing, 0], [9, "clicked", nothing, 0]])
        assert unknown == [9]
        assert chosen == [3, 1]

    with_menu(bus_address, what)


def test_a_tick_a_choice_and_what_opens_beside_a_line_are_told_as_such(bus_address: str) -> None:
    async def what(panel: Panel, menu: DBusMenu, _chosen: list[int]) -> None:
        menu.show(DEEP)
        tick = {"toggle-type": "checkmark", "toggle-state": 1}
        assert await panel.labels() == [
            {"label": "Never", "enabled": True, **tick},
            {"label": "Language", "enabled": True, "children-display": "submenu"},
        ]
        _revision, (_root, _properties, (_never, language)) = await panel("GetLayout", "iias", 0, -1, [])
        states = [(one.value[0], one.value[1]["toggle-state"].value) for one in language.value[2]]
        assert states == [(6, 0), (7, 1)]
        assert language.value[2][0].value[1]["toggle-type"].value == "radio"

    with_menu(bus_address, what)


def test_a_panel_gets_as_many_levels_as_it_asks_for(bus_address: str) -> None:
    async def what(panel: Panel, menu: DBusMenu, _chosen: list[int]) -> None:
        menu.show(DEEP)
        _revision, (_root, _properties, (_never, language)) = await panel("GetLayout", "iias", 0, 1, [])
        assert language.value[2] == []
        _revision, (of, _properties, below) = await panel("GetLayout", "iias", 5, 1, [])
        assert (of, [one.value[0] for one in below]) == (5, [6, 7])
        (groups,) = await panel("GetGroupProperties", "aias", [], [])
        assert [one for one, _properties in groups] == [0, 4, 5, 6, 7]

    with_menu(bus_address, what)


def test_what_opens_beside_a_line_is_chosen_and_the_line_itself_is_not(bus_address: str) -> None:
    async def what(panel: Panel, menu: DBusMenu, chosen: list[int]) -> None:
        menu.show(DEEP)
        for one in (5, 7):
            await panel("Event", "isvu", one, "clicked", Variant("i", 0), 0)
        assert chosen == [7]

    with_menu(bus_address, what)


def test_a_change_is_told_once(bus_address: str) -> None:
    async def what(panel: Panel, menu: DBusMenu, _chosen: list[int]) -> None:
        told: list[list[Any]] = []
        await session_bus.listen(panel.bus, panel.of, NAME, lambda message: told.append(message.body))
        menu.show(AFTER)
        menu.show(AFTER)
        await panel.labels()
        await until(lambda: told)
        assert told == [[2, 0]]
        assert (await panel.labels())[0] == {"label": "Answer", "enabled": True}

    with_menu(bus_address, what)


def test_it_is_made_fresh_when_it_opens_and_says_whether_it_changed(bus_address: str) -> None:
    async def what(panel: Panel, _menu: DBusMenu, _chosen: list[int]) -> None:
        assert await panel("AboutToShow", "i", 5) == [False]
        assert await panel("AboutToShow", "i", 0) == [True]
        assert await panel("AboutToShow", "i", 0) == [False]
        assert await panel("AboutToShowGroup", "ai", [0]) == [[], []]

    with_menu(bus_address, what, fresh=True)


def test_its_plain_facts_are_there(bus_address: str) -> None:
    async def what(panel: Panel, _menu: DBusMenu, _chosen: list[int]) -> None:
        method = "org.freedesktop.DBus.Properties.GetAll"
        (facts,) = await session_bus.call(panel.bus, panel.of, PATH, method, "s", NAME)
        told = {name: fact.value for name, fact in facts.items()}
        assert told == {"Version": 3, "Status": "normal", "TextDirection": "ltr", "IconThemePath": []}

    with_menu(bus_address, what)
