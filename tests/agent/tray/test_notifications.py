"""Words in a corner of the screen."""

import asyncio
from collections.abc import Callable

import pytest
from dbus_fast import Variant

from barometer_agent.tray.notifications import Notifications, Reaction
from barometer_agent.tray.session_bus import RefusedError
from tests.agent.tray.desk import FakeNotifications, connected, until

CALM = {"urgency": Variant("y", 0), "suppress-sound": Variant("b", True), "transient": Variant("b", True)}
BUTTONS = ["taken", "Answer", "declined", "Not now", "default", ""]


def offered(address: str, then: Callable[[FakeNotifications], None], seconds: float = 30.0) -> Reaction:
    async def run() -> Reaction:
        async with connected(address) as ours, connected(address) as theirs:
            shower = await FakeNotifications.on(theirs, "actions")
            notifications = Notifications(ours)
            await notifications.begin()
            offering = asyncio.create_task(notifications.offer("IT asks", "How?", "Answer", "Not now", seconds))
            await until(lambda: shower.shown)
            assert shower.shown == [("IT asks", "How?", BUTTONS)]
            assert shower.hints == [CALM]
            assert shower.shown_ms == [int(seconds * 1000)]
            then(shower)
            reaction = await offering
            assert shower.closed == ([1] if seconds < 1 else [])
            return reaction

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("action", "reaction"),
    [("taken", Reaction.TAKEN), ("default", Reaction.TAKEN), ("declined", Reaction.DECLINED)],
)
def test_a_button_or_a_click_on_the_words_is_heard(bus_address: str, action: str, reaction: Reaction) -> None:
    assert offered(bus_address, lambda shower: shower.press(1, action)) is reaction


@pytest.mark.parametrize(("why", "reaction"), [(1, Reaction.NONE), (2, Reaction.DECLINED), (4, Reaction.DECLINED)])
def test_how_it_ended_is_heard(bus_address: str, why: int, reaction: Reaction) -> None:
    assert offered(bus_address, lambda shower: shower.end(1, why)) is reaction


def test_what_is_done_with_others_is_not_ours(bus_address: str) -> None:
    def then(shower: FakeNotifications) -> None:
        shower.press(7, "taken")
        shower.end(1, 2)

    assert offered(bus_address, then) is Reaction.DECLINED


def test_what_stays_too_long_is_taken_away_and_was_not_answered(bus_address: str) -> None:
    assert offered(bus_address, lambda shower: None, seconds=0.2) is Reaction.NONE


def test_a_word_takes_the_place_of_the_one_before_and_marks_are_no_markup(bus_address: str) -> None:
    async def run() -> FakeNotifications:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            shower = await FakeNotifications.on(theirs, "body-markup")
            notifications = Notifications(ours)
            await notifications.tell("Barometer", "<b> & more")
            await notifications.tell("Barometer", "two")
            shower.can.clear()
            await notifications.tell("Barometer", "<b>")
            return shower

    shower = asyncio.run(run())
    assert [text for _title, text, _buttons in shower.shown] == ["&lt;b&gt; &amp; more", "two", "<b>"]
    assert shower.replaced == [0, 1, 1]
    assert shower.hints == [CALM] * 3


def test_whether_buttons_can_be_shown_is_asked(bus_address: str) -> None:
    async def run() -> list[bool]:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            notifications = Notifications(ours)
            answers = [await notifications.can_offer()]
            shower = await FakeNotifications.on(theirs, "body")
            answers.append(await notifications.can_offer())
            shower.can.append("actions")
            return [*answers, await notifications.can_offer()]

    assert asyncio.run(run()) == [False, False, True]


def test_without_anybody_who_shows_it_a_word_is_refused(bus_address: str) -> None:
    async def run() -> None:
        async with connected(bus_address) as ours:
            with pytest.raises(RefusedError):
                await Notifications(ours).tell("Barometer", "one")

    asyncio.run(run())
