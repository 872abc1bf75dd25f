"""The menu of the icon in a real panel: what a person chooses there is kept, and seen when it opens again."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from barometer_agent import language
from barometer_agent.link.messages import Prefer, Questions
from barometer_agent.tray import menu
from barometer_agent.tray.icon import SKIN
from tests.endtoend.asking import Asking, icon
from tests.endtoend.desktop import Desktop, Point

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(240)]
Wait = Callable[..., Any]
SPOKEN = menu.Spoken(language.names(), "en")


@pytest.fixture(autouse=True)
def nothing_is_open(service: Asking) -> None:
    """Nothing comes by itself while a menu is open."""
    service.questions = []


def downs(one: int) -> list[str]:
    """The keys from the open menu to the line ``one``; lines that cannot be chosen are passed over."""
    shown = menu.entries(language.speaker("en"), Questions([], []), datetime.now(UTC), SPOKEN)
    reached = [entry.id for entry in shown if entry.label and entry.enabled]
    return ["Down"] * (reached.index(one) + 1)


def opened(desktop: Desktop, where: Point, wait: Wait, picture: Path) -> None:
    before = len(desktop.everything())
    desktop.click(where, button=3)
    wait(lambda: len(desktop.everything()) > before, 10)
    desktop.picture(picture)


def test_never_is_chosen_and_taken_back_in_the_menu(
    desktop: Desktop, service: Asking, wait: Wait, tmp_path: Path
) -> None:
    with icon(desktop, service):
        where = desktop.place_of(SKIN)
        assert where
        for number, never in enumerate((True, False), 1):
            opened(desktop, where, wait, tmp_path / f"{number}.png")
            # who is never asked has nothing to lessen or to pause
            desktop.press(*(downs(menu.NEVER) if never else downs(menu.NEVER)[2:]), "Return")
            wait(lambda kept=number: len(service.kept) >= kept, 20)
    assert service.kept == [Prefer(never=True), Prefer(never=False)]


def test_how_much_less_and_the_language_are_chosen_beside_their_lines(
    desktop: Desktop, service: Asking, wait: Wait, tmp_path: Path
) -> None:
    with icon(desktop, service):
        where = desktop.place_of(SKIN)
        assert where
        opened(desktop, where, wait, tmp_path / "less.png")
        desktop.press(*downs(menu.LESS), "Right", "Down", "Return")
        wait(lambda: len(service.kept) == 1, 20)
        opened(desktop, where, wait, tmp_path / "language.png")
        desktop.press(*downs(menu.LANGUAGE), "Right", "Down", "Down", "Return")
        wait(lambda: len(service.kept) == 2, 20)
        opened(desktop, where, wait, tmp_path / "nl.png")
    assert service.kept == [Prefer(ask_less=1), Prefer(language="nl")]
