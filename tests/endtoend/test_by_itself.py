"""A question that comes by itself on a real desktop, and everything that keeps it away."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from barometer_agent.link import client
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import AskQuestions, PutOff
from barometer_agent.spool.prompts import Outcome
from tests.agent.sources.linux import real_screen
from tests.agent.tray.desk import FakeNotifications, connected, until
from tests.endtoend.asking import TUESDAY, Asking, icon, question, tray
from tests.endtoend.desktop import Desktop

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(240)]
TITLE = "Barometer"
# What GNOME Shell says of itself (its notificationDaemon.js); it has no place for icons without an extension.
GNOME_SHELL = ("actions", "body", "body-markup", "icon-static", "persistence", "sound")
NOTIFIER = "*/xfce4/notifyd/xfce4-notifyd"
Wait = Callable[..., Any]


def stays_away(desktop: Desktop, service: Asking, wait: Wait) -> None:
    """For some looks, each of which would have shown it."""
    looks = service.looks
    wait(lambda: service.looks > looks + 3, 30)
    assert not desktop.windows(TITLE)


def test_it_comes_when_it_may_and_one_that_was_put_off_does_not_come_again(
    desktop: Desktop, service: Asking, wait: Wait, tmp_path: Path
) -> None:
    with icon(desktop, service):
        wait(lambda: desktop.windows(TITLE), 30)
        desktop.picture(tmp_path / "by_itself.png")
        (window,) = desktop.windows(TITLE)
        desktop.give_keys_to(window)
        desktop.press("Escape")
        wait(lambda: service.kept, 30)
        assert service.kept == [PutOff("pulse", Outcome.NOT_NOW)]
        stays_away(desktop, service, wait)


def test_do_not_disturb_keeps_it_away_until_it_is_over(desktop: Desktop, service: Asking, wait: Wait) -> None:
    desktop.do_not_disturb(True)
    with icon(desktop, service):
        stays_away(desktop, service, wait)
        desktop.do_not_disturb(False)
        wait(lambda: desktop.windows(TITLE), 30)


def test_what_fills_the_screen_keeps_it_away_until_it_is_gone(desktop: Desktop, service: Asking, wait: Wait) -> None:
    with real_screen.window(desktop.environment["DISPLAY"]) as fill, icon(desktop, service):
        fill(True)
        stays_away(desktop, service, wait)
        fill(False)
        wait(lambda: desktop.windows(TITLE), 30)


@pytest.mark.parametrize("later", [timedelta(hours=-2), timedelta(hours=7), timedelta(days=4)])
def test_it_never_comes_outside_working_hours(desktop: Desktop, service: Asking, wait: Wait, later: timedelta) -> None:
    with icon(desktop, service, TUESDAY + later):
        stays_away(desktop, service, wait)


def test_nobody_is_new_whose_account_was_here_before_the_agent(desktop: Desktop, service: Asking, wait: Wait) -> None:
    service.forget()
    with icon(desktop, service):
        stays_away(desktop, service, wait)
        came = TUESDAY - timedelta(days=40)
        client.ask(socket_path(service.folder), AskQuestions(int(came.timestamp() * 1000)))
        wait(lambda: desktop.windows(TITLE), 30)


def test_one_about_an_event_counts_in_the_same_budget(desktop: Desktop, service: Asking, wait: Wait) -> None:
    service.questions = [question("crash")]
    service.has_shown("first", timedelta(days=20))
    service.has_shown("second", timedelta(days=10))
    with icon(desktop, service):
        stays_away(desktop, service, wait)


def test_one_about_an_event_comes_where_there_is_room(desktop: Desktop, service: Asking, wait: Wait) -> None:
    service.questions = [question("crash")]
    service.has_shown("first", timedelta(days=20))
    with icon(desktop, service):
        wait(lambda: desktop.windows(TITLE), 30)


def offered(desktop: Desktop, service: Asking, abilities: Sequence[str], what: Callable[..., Awaitable[None]]) -> None:
    """A desktop without a panel, on which somebody of these ``abilities`` shows notifications."""

    async def run() -> None:
        async with connected(desktop.environment["DBUS_SESSION_BUS_ADDRESS"]) as bus:
            shower = await FakeNotifications.on(bus, *abilities)
            with tray(desktop, service):
                await what(shower)

    asyncio.run(run())


def test_without_a_panel_it_comes_as_a_notification_whose_button_opens_it(desktop: Desktop, service: Asking) -> None:
    async def what(shower: FakeNotifications) -> None:
        await until(lambda: shower.shown)
        ((title, text, buttons),) = shower.shown
        assert (title, text.splitlines()[0]) == ("The IT service desk asks", "How did your laptop work today?")
        assert buttons[1::2] == ["Answer the question", "Not now", ""]
        assert service.unreached() == 0
        assert not desktop.windows(TITLE)
        shower.press(1, "taken")
        await until(lambda: desktop.windows(TITLE))

    offered(desktop, service, GNOME_SHELL, what)


def test_the_notification_of_a_real_desktop_is_seen(
    desktop: Desktop, service: Asking, wait: Wait, tmp_path: Path
) -> None:
    if not any(Path("/usr/lib").glob(NOTIFIER)):
        pytest.skip("xfce4-notifyd: not installed")
    with tray(desktop, service):
        wait(desktop.everything, 30)
        desktop.picture(tmp_path / "notification.png")
    assert service.kept == []


def test_a_notification_that_is_declined_is_put_off(desktop: Desktop, service: Asking) -> None:
    async def what(shower: FakeNotifications) -> None:
        await until(lambda: shower.shown)
        shower.press(1, "declined")
        await until(lambda: service.kept)
        assert service.kept == [PutOff("pulse", Outcome.NOT_NOW)]
        assert not desktop.windows(TITLE)

    offered(desktop, service, GNOME_SHELL, what)


def test_where_neither_can_be_shown_nothing_is_and_the_service_knows(desktop: Desktop, service: Asking) -> None:
    async def what(shower: FakeNotifications) -> None:
        await until(lambda: service.looks > 3)
        assert shower.shown == []
        assert not desktop.windows(TITLE)
        assert service.unreached() == 1

    offered(desktop, service, ("body",), what)
