"""The menu of the icon in a real panel: what a person chooses there is kept, and seen when it opens again."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from barometer_agent import language
from barometer_agent.link.messages import Prefer, Questions
from barometer_agent.tray import menu
from barometer_agent.tray.icon import SKIN
from tests.endtoend.asking import Asking, icon
from tests.endtoend.desktop import Desktop
from tests.eventually import eventually

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(240)]
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


@dataclass(frozen=True)
class Person:
    """Somebody at the desktop, who looks whether what they chose has happened, and chooses again where it has not.

    A menu that is only just seen may not have the keys yet.
    """

    desktop: Desktop
    pictures: Path

    def choose(self, keys: Sequence[str], happened: Callable[[], Any]) -> Any:
        """What ``happened`` once ``keys`` were pressed in the menu of the icon."""
        where = self.desktop.place_of(SKIN)
        assert where, "there is no icon"
        for number in range(3):
            before = len(self.desktop.everything())
            self.desktop.click(where, button=3)
            eventually(lambda: len(self.desktop.everything()) > before, 10)  # noqa: B023 - awaited in this turn
            self.desktop.picture(self.pictures / f"{'-'.join(keys)}-{number}.png")
            self.desktop.press(*keys, "Return")
            if is_soon(happened):
                return happened()
            self.desktop.press("Escape", "Escape")
        return pytest.fail("nothing happened")


def is_soon(what: Callable[[], Any]) -> bool:
    end = time.monotonic() + 10
    while not what() and time.monotonic() < end:
        time.sleep(0.1)
    return bool(what())


@pytest.fixture
def person(desktop: Desktop, service: Asking, tmp_path: Path) -> Iterator[Person]:
    with icon(desktop, service):
        yield Person(desktop, tmp_path)


def test_never_is_chosen_and_taken_back_in_the_menu(person: Person, service: Asking) -> None:
    person.choose(downs(menu.NEVER), lambda: service.kept == [Prefer(never=True)])
    # who is never asked has nothing to lessen or to pause
    person.choose(downs(menu.NEVER)[2:], lambda: service.kept[1:] == [Prefer(never=False)])


def test_how_much_less_and_the_language_are_chosen_beside_their_lines(person: Person, service: Asking) -> None:
    person.choose([*downs(menu.LESS), "Right", "Down"], lambda: service.kept == [Prefer(ask_less=1)])
    person.choose([*downs(menu.LANGUAGE), "Right", "Down", "Down"], lambda: service.kept[1:] == [Prefer(language="nl")])


@pytest.mark.parametrize("entry", [one for one in menu.STARTS if one != menu.TELL])
def test_a_page_is_made_for_whoever_chooses_it(person: Person, desktop: Desktop, entry: int) -> None:
    name, *_flags = menu.STARTS[entry]
    page = Path(desktop.environment["XDG_RUNTIME_DIR"]) / "barometer-pages" / f"{name}.html"
    person.choose(downs(entry), page.exists)


def test_somebody_tells_it_something(person: Person, desktop: Desktop, tmp_path: Path) -> None:
    title = language.speaker("en")("tell.title")
    (window,) = person.choose(downs(menu.TELL), lambda: desktop.windows(title))
    eventually(lambda: desktop.focused() == window, 10)
    desktop.picture(tmp_path / "tell.png")
