"""What an alert shows, from top to bottom, as plain data: every control with the name that a screen reader speaks."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from barometer_agent.tray.course import MOST_WORDS
from barometer_shared.questions import Option, Response

Gift = Response | Option | str


@dataclass(frozen=True)
class Press:
    """A button that ends the card with what it ``gives``: a response, an option, or the name of a way out.

    ``face`` is the score of the face on it, 0 for none. ``key`` presses it, empty for none.
    """

    gives: Gift
    label: str
    name: str = ""  # for a screen reader, where the label alone does not say enough
    key: str = ""
    face: int = 0

    @property
    def spoken(self) -> str:
        """Its name for a screen reader."""
        return self.name or self.label


@dataclass(frozen=True)
class Line:
    """A text. Of ``ticked``, which are ticks with their texts, the last one that is set has its text in this place."""

    text: str
    ticked: tuple[tuple[str, str], ...] = ()

    def now(self, ticked: Container[str]) -> str:
        """What it says while these are set."""
        return next((text for tick, text in reversed(self.ticked) if tick in ticked), self.text)

    @property
    def longest(self) -> str:
        """The one that takes most room."""
        return max(self.text, *(text for _tick, text in self.ticked), "", key=len)


@dataclass(frozen=True)
class Presses:
    """Buttons in a row, or one below the other. A row has words under its two ``ends`` where it is a scale."""

    buttons: tuple[Press, ...]
    in_a_row: bool = True
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Tick:
    """A box to tick; with ``needs`` it is never ticked without that other one: ticking it ticks both."""

    id: str
    label: str
    needs: str = ""
    on: bool = False


@dataclass(frozen=True)
class Pick:
    """A menu of which one thing is chosen: at first the one of this ``value``, else the first."""

    id: str
    name: str
    options: tuple[tuple[str, str], ...]  # value, label
    value: str = ""


@dataclass(frozen=True)
class Field:
    """A place for ``most`` characters, of so many ``lines``, with these ``words`` in it at first."""

    id: str
    name: str
    lines: int = 1
    words: str = ""
    most: int = MOST_WORDS


View = Line | Presses | Tick | Pick | Field


@dataclass(frozen=True)
class Card:
    """One alert. ``exits`` are the buttons below.

    It goes by itself after ``closes_after`` seconds, or, once what is on it was touched, ``lingers`` seconds after the
    last time; never where that is None. ``takes_focus``: whoever opened it can type at once; otherwise the keyboard
    stays with what they were doing.
    """

    title: str
    text: str
    views: tuple[View, ...] = ()
    exits: tuple[Press, ...] = ()
    closes_after: float | None = None
    lingers: float | None = None
    takes_focus: bool = True

    @property
    def buttons(self) -> tuple[Press, ...]:
        """All that end it: those of its views from top to bottom, then the exits."""
        inside = (press for view in self.views if isinstance(view, Presses) for press in view.buttons)
        return (*inside, *self.exits)


@dataclass(frozen=True)
class Closed:
    """How a card ended: what the button ``gave``, None where nobody pressed one; what was ticked; what was written.

    In ``words`` stands what each field holds, and the value of what each pick shows.
    """

    gave: Gift | None = None
    ticked: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
