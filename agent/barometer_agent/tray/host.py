"""What the desktop of a system lends to the tray: a place for an icon with its menu, and words in a corner.

``tray/linux.py``, ``windows.py`` and ``macos.py`` each have a ``run(attend)`` that gives ``attend`` a Host and returns
when it is done; it raises NoDesktopError. A host calls, and is called, in the thread of the loop that ``attend`` runs
in: where a system wants its icon in another thread, the host carries each call over.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from barometer_agent.tray.menu import Entry


class NoDesktopError(Exception):
    """There is no desktop here that could have an icon; says why."""


class NotShownError(Exception):
    """The desktop did not show what it was asked to; says why."""


class Reaction(StrEnum):
    """What a person did with an offer."""

    TAKEN = "taken"
    DECLINED = "declined"
    NONE = "none"


class Words(Protocol):
    """Says and offers things beside the icon; ``tell`` and ``offer`` raise NotShownError where nothing can be shown."""

    async def can_offer(self) -> bool:
        """Whether words can be answered here."""

    async def tell(self, title: str, text: str) -> None:
        """Say something once, in place of what was said before."""

    async def offer(self, title: str, text: str, take: str, decline: str, seconds: float) -> Reaction:
        """Show it with these two ways out for at most so many seconds, and return what became of it."""


class Icon(Protocol):
    """The icon and its menu."""

    @property
    def shows(self) -> bool:
        """Whether a person can see it now."""

    def tell(self, tip: str) -> None:
        """What the mouse is told that rests on it."""

    def draw(self, entries: Sequence[Entry]) -> None:
        """From now on its menu is this."""


@dataclass(frozen=True)
class Touched:
    """Whom a host calls: the icon was ``clicked``; an entry (its id) was ``chosen``; the menu is ``opening``.

    A menu waits for ``opening``, so that it opens with what holds now; that ends soon, whatever happens.
    """

    clicked: Callable[[], None]
    chosen: Callable[[int], None]
    opening: Callable[[], Awaitable[None]]


class Host(Protocol):
    """The desktop of one person and session."""

    @property
    def icon(self) -> Icon: ...

    @property
    def words(self) -> Words: ...

    async def begin(self, title: str, tip: str, entries: Sequence[Entry], touched: Touched) -> bool:
        """Show the icon, and be ready for words; False where this session has a tray already. Raises NoDesktopError."""

    async def until_the_end(self) -> None:
        """Until the session ends, or the tray is told to."""

    async def end(self) -> None:
        """Take the icon away."""
