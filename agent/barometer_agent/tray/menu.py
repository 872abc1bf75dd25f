"""What stands in the menu of the icon.

There is no way to quit: who does not want to be asked says so to Barometer, which holds for every session; an icon that
was sent away would be back at the next sign-in, and nothing would have been said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from barometer_agent import __version__
from barometer_agent.language import Say

ANSWER = 1
ABOUT = 3


@dataclass(frozen=True)
class Entry:
    """One line of the menu; without a label it is a line between others.

    ``checked`` tells whether it has its tick, and is None for what never has one; ``one_of`` says that of it and its
    neighbours one alone has it. ``children`` open beside it, and it is then nothing that can be chosen itself.
    """

    id: int
    label: str = ""
    enabled: bool = True
    checked: bool | None = None
    one_of: bool = False
    children: tuple["Entry", ...] = ()


def every(entries: Iterable[Entry]) -> Iterator[Entry]:
    """These and all that open beside them."""
    for entry in entries:
        yield entry
        yield from every(entry.children)


def entries(say: Say, open_questions: int) -> tuple[Entry, ...]:
    """The menu of somebody for whom so many questions are open."""
    answer = Entry(ANSWER, say("tray.answer")) if open_questions else Entry(ANSWER, say("prompt.none"), enabled=False)
    return answer, Entry(2), Entry(ABOUT, say("tray.about", version=__version__))
