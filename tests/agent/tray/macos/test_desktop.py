"""The desktop of macOS as a host of the tray."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from barometer_agent.link.messages import Questions
from barometer_agent.tray import session
from barometer_agent.tray.attendant import Service
from barometer_agent.tray.host import Host, Reaction, Touched
from barometer_agent.tray.macos.desktop import Alerts, MacHost, serve
from barometer_agent.tray.menu import Entry
from barometer_shared.questions import Faces, OpenQuestion
from tests.agent.tray.macos.appkit import Kit, send

FIRST = (Entry(1, "No question", enabled=False),)
AFTER = (Entry(1, "Answer"), Entry(2), Entry(3, "About"))
SECONDS = 20


async def nothing() -> None:
    """The menu has nothing new."""


class Tray:
    """What a host is given to, on a desktop that nobody sees."""

    def __init__(self, folder: Path, *steps: Callable[..., None]) -> None:
        self.kit = Kit(*steps)
        self.folder = folder
        self.chosen: list[int] = []
        self.heard = asyncio.Event()

    def during(self, what: Callable[[Host], Awaitable[None]], opening: Callable[[], Awaitable[None]] = nothing) -> None:
        """Begin, do ``what``, and end; in the threads that macOS has it in."""

        async def attend(given: Host) -> None:
            host = MacHost(self.kit, self.folder)
            assert type(given) is MacHost
            try:
                async with asyncio.timeout(SECONDS):
                    assert await host.begin("Barometer", "none", FIRST, Touched(print, self._choose, opening))
                    await what(host)
            finally:
                await host.end()

        serve(self.kit, attend)

    def lines(self) -> Sequence[object]:
        (item,) = self.kit.status_items
        return [line.held.get("title") for line in item.held["menu"].items]

    def _choose(self, entry: int) -> None:
        self.chosen.append(entry)
        self.heard.set()


async def on_main(kit: Kit, work: Callable[[], object]) -> object:
    """What ``work`` gives in the first thread, after all that was asked of it before."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[object] = loop.create_future()

    def carry() -> None:
        result = work()
        loop.call_soon_threadsafe(done.set_result, result)

    kit.addOperationWithBlock_(carry)
    return await done


async def until(condition: Callable[[], Any]) -> None:
    """Until it is true; what is awaited here has no event of its own."""
    while not condition():  # noqa: ASYNC110 - looks at what other threads and processes do
        await asyncio.sleep(0.005)


def test_the_icon_is_there_with_its_menu_and_its_tip_and_goes_in_the_end(tmp_path: Path) -> None:
    tray = Tray(tmp_path)

    async def what(host: Host) -> None:
        assert host.icon.shows
        assert tray.lines() == ["No question"]
        host.icon.draw(AFTER)
        host.icon.tell("open")
        assert await on_main(tray.kit, tray.lines) == ["Answer", None, "About"]
        assert tray.kit.status_items[0].button().held["toolTip"] == "open"

    tray.during(what)
    assert tray.kit.status_items == []


def test_what_is_chosen_is_told_in_the_trays_own_loop(tmp_path: Path) -> None:
    tray = Tray(tmp_path)

    async def what(_host: Host) -> None:
        line = tray.kit.status_items[0].held["menu"].items[0]
        await on_main(tray.kit, lambda: send(line.held["target"], "pressed:", line))
        await tray.heard.wait()

    tray.during(what)
    assert tray.chosen == [1]


def test_a_menu_opens_with_what_the_tray_says_then(tmp_path: Path) -> None:
    tray = Tray(tmp_path)
    hosts: list[Host] = []

    async def opening() -> None:
        hosts[0].icon.draw(AFTER)

    async def what(host: Host) -> None:
        hosts.append(host)
        menu = tray.kit.status_items[0].held["menu"]

        def opens() -> object:
            menu.delegate().menuNeedsUpdate_(menu)
            return tray.lines()

        assert await on_main(tray.kit, opens) == ["Answer", None, "About"]

    tray.during(what, opening)


def test_a_second_tray_of_this_person_is_none(tmp_path: Path) -> None:
    tray = Tray(tmp_path)

    async def what(_host: Host) -> None:
        second = MacHost(tray.kit, tmp_path)
        assert not await second.begin("Barometer", "none", FIRST, Touched(print, print, nothing))
        await second.end()
        assert len(tray.kit.status_items) == 1

    tray.during(what)
    Tray(tmp_path).during(what_is_nothing)


async def what_is_nothing(_host: Host) -> None:
    """It began."""


def test_a_tray_that_fails_says_so_where_it_was_started(tmp_path: Path) -> None:
    async def what(_host: Host) -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        Tray(tmp_path).during(what)


def test_words_are_an_alert_that_goes_by_itself(tmp_path: Path) -> None:
    tray = Tray(tmp_path)

    async def what(host: Host) -> None:
        await host.words.tell("Barometer", "No question is open for you.")
        await on_main(tray.kit, lambda: tray.kit.fire(0.0))

    tray.during(what)
    (alert,) = tray.kit.alerts
    assert alert.held["informativeText"] == "No question is open for you."
    assert [button.held["title"] for button in alert.buttons] == ["OK"]
    assert tray.kit.seconds == 30


def test_what_is_told_next_comes_in_place_of_what_was_told_before() -> None:
    kit = Kit()
    words = Alerts(kit)
    asyncio.run(words.tell("Barometer", "first"))
    kit.do_block()
    asyncio.run(words.tell("Barometer", "second"))
    assert kit.fire(0.0)
    assert [alert.held["informativeText"] for alert in kit.alerts] == ["first", "second"]
    assert kit.seconds == 30  # the first one did not stay


def test_the_tray_of_all_systems_stands_in_the_menu_bar_and_starts_what_is_chosen(tmp_path: Path) -> None:
    """With its own session: the menu in the person's language, and a command for the line that is clicked."""
    kit, started = Kit(), tmp_path / "started"
    asked = Questions([OpenQuestion("pulse", Faces({"en": "?"}), {"en": "IT"}, {"en": "why"}, 9)], [])
    service = Service(lambda _way: asked, lambda _told: None, lambda _question, _outcome: None, lambda _wanted: None)
    write = f"import sys; open({str(started)!r}, 'w').write(' '.join(sys.argv[1:]))"

    def lines() -> dict[str, Any]:
        menus = [item.held["menu"] for item in kit.status_items if "menu" in item.held]
        return {line.held.get("title", ""): line for menu in menus for line in tuple(menu.items)}

    async def attend(_host: Host) -> None:
        command = sys.executable, "-c", write
        tray = asyncio.create_task(session.serve(MacHost(kit, tmp_path), service, command, "nl"))
        async with asyncio.timeout(SECONDS):
            await until(lambda: "Beantwoord de vraag" in lines())
            line = lines()["Beantwoord de vraag"]
            await on_main(kit, lambda: send(line.held["target"], "pressed:", line))
            await until(lambda: started.exists() and started.read_text())
        tray.cancel()
        with suppress(asyncio.CancelledError):
            await tray

    serve(kit, attend)
    assert started.read_text().startswith("ask --campaign pulse")
    assert kit.status_items == []


def test_what_is_done_in_the_menu_bar_while_the_tray_ends_is_done_for_nobody(tmp_path: Path) -> None:
    tray = Tray(tmp_path)
    lines: list[Any] = []

    async def what(_host: Host) -> None:
        lines.extend(tray.kit.status_items[0].held["menu"].items)

    tray.during(what)
    send(lines[0].held["target"], "pressed:", lines[0])
    assert tray.chosen == []


@pytest.mark.parametrize(
    ("steps", "reaction"),
    [
        ([lambda person: person.click("Answer")], Reaction.TAKEN),
        ([lambda person: person.key("\x1b")], Reaction.DECLINED),
        ([], Reaction.NONE),
    ],
)
def test_an_offer_is_an_alert_too_and_what_becomes_of_it_is_told(
    tmp_path: Path, steps: list[Callable[..., None]], reaction: Reaction
) -> None:
    tray = Tray(tmp_path, *steps)

    async def what(host: Host) -> None:
        assert await host.words.can_offer()
        assert await host.words.offer("IT asks", "How was it?", "Answer", "Not now", 60) is reaction

    tray.during(what)
    assert tray.kit.app.activated == 0
    assert tray.kit.seconds == (0 if steps else 60)


def test_an_offer_that_something_else_takes_the_place_of_was_not_answered(tmp_path: Path) -> None:
    tray = Tray(tmp_path)

    async def what(host: Host) -> None:
        offer = asyncio.create_task(host.words.offer("IT asks", "How?", "Answer", "Not now", 60))
        await asyncio.sleep(0)
        await host.words.tell("Barometer", "Something else")
        assert await offer is Reaction.NONE

    tray.during(what)
    assert tray.kit.alerts[-1].held["informativeText"] == "Something else"


def test_an_offer_that_nobody_saw_was_not_answered() -> None:
    kit = Kit()
    words = Alerts(kit)

    async def offered() -> Reaction:
        offer = asyncio.create_task(words.offer("IT asks", "How?", "Answer", "Not now", 60))
        await asyncio.sleep(0)
        await words.tell("Barometer", "Something else")
        kit.do_block()
        kit.do_block()
        async with asyncio.timeout(SECONDS):
            return await offer

    assert asyncio.run(offered()) is Reaction.NONE
    assert kit.alerts == []
