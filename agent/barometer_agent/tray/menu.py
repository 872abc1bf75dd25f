"""What stands in the menu of the icon, and what a choice in it means.

There is no way to quit: who does not want to be asked says so to Barometer, which holds for every session; an icon that
was sent away would be back at the next sign-in, and nothing would have been said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from barometer_agent import __version__
from barometer_agent.language import Say
from barometer_agent.link.messages import Prefer, Questions
from barometer_agent.prompting.facts import MOST_ASK_LESS

ANSWER = 1
OFF = 2  # why most lines cannot be chosen
TELL = 3
SENT = 4
SCORE = 5
NEWS = 6
LESS = 10
PAUSE = 11
NEVER = 12
LANGUAGE = 13
ABOUT = 20
# What starts a command of the agent, which shows a window or a page.
STARTS: Mapping[int, Sequence[str]] = {
    TELL: ("tell",),
    SENT: ("sent", "--page"),
    SCORE: ("score", "--page"),
    NEWS: ("news", "--page"),
    ABOUT: ("about", "--page"),
}
_TEXTS = {TELL: "tray.tell", SENT: "tray.sent", SCORE: "tray.score", NEWS: "tray.news"}
_LINES = (30, 31)
_LESS_FROM = 100  # and so many times less
_LANGUAGE_FROM = 200  # that of the session, and then each that there is


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


@dataclass(frozen=True)
class Spoken:
    """The languages to choose from: ``names`` by their codes, and the code of that of the session."""

    names: Mapping[str, str]
    own: str


def every(entries: Iterable[Entry]) -> Iterator[Entry]:
    """These and all that open beside them."""
    for entry in entries:
        yield entry
        yield from every(entry.children)


def entries(say: Say, told: Questions | None, now: datetime, spoken: Spoken) -> tuple[Entry, ...]:
    """The menu at ``now`` (aware) of somebody of whom the service ``told`` this; None where no service answers."""
    first, second = _LINES
    pages = (Entry(one, say(text), enabled=told is not None) for one, text in _TEXTS.items())
    about = Entry(ABOUT, say("tray.about", version=__version__))
    if told is None:
        off = Entry(OFF, say("tray.off"), enabled=False)
        return off, *pages, Entry(first), *_closed(say), Entry(second), about
    chosen = (*_chosen(say, told, now), _language(say, told, spoken))
    return _answer(say, told), *pages, Entry(first), *chosen, Entry(second), about


def wish(chosen: int, told: Questions, now: datetime, spoken: Spoken) -> Prefer | None:
    """What somebody wants who chose this entry of the menu that ``told`` made; None where it is no preference."""
    codes = ("", *spoken.names)
    if chosen == PAUSE:
        return Prefer(paused=not _is_paused(told, now))
    if chosen == NEVER:
        return Prefer(never=not told.preferences.never)
    if chosen - _LESS_FROM in range(MOST_ASK_LESS + 1):
        return Prefer(ask_less=chosen - _LESS_FROM)
    if chosen - _LANGUAGE_FROM in range(len(codes)):
        return Prefer(language=codes[chosen - _LANGUAGE_FROM])
    return None


def _answer(say: Say, told: Questions) -> Entry:
    if told.questions:
        return Entry(ANSWER, say("tray.answer"))
    return Entry(ANSWER, say("prompt.none"), enabled=False)


def _closed(say: Say) -> Iterator[Entry]:
    """What cannot be chosen as there is nobody to keep it."""
    lines = {LESS: "tray.less", PAUSE: "tray.pause", NEVER: "tray.never", LANGUAGE: "tray.language"}
    for one, text in lines.items():
        yield Entry(one, say(text), enabled=False)


def _chosen(say: Say, told: Questions, now: datetime) -> Iterator[Entry]:
    """What this person chose about questions; where IT has switched them off there is nothing to choose."""
    kept, by_policy = told.preferences, told.rules.never
    is_asked = not (by_policy or kept.never)
    if by_policy:
        yield Entry(OFF, say("tray.policy"), enabled=False)
    elif kept.unreadable:
        yield Entry(OFF, say("tray.choice_lost"), enabled=False)
    yield _less(say, told, is_asked)
    yield Entry(PAUSE, say("tray.pause"), is_asked, checked=_is_paused(told, now))
    yield Entry(NEVER, say("tray.never"), not by_policy, checked=kept.never)


def _less(say: Say, told: Questions, is_asked: bool) -> Entry:
    """How often, from the usual on; the line itself says what holds where that is not the usual."""
    level, rules = told.preferences.ask_less, told.rules
    days = [rules.slowed(rules.apart, times) // timedelta(days=1) for times in range(MOST_ASK_LESS + 1)]
    ways = tuple(
        Entry(
            _LESS_FROM + times, say("tray.once_in" if times else "tray.usual", days=apart), True, times == level, True
        )
        for times, apart in enumerate(days)
    )
    label = say("tray.less_now", days=days[level]) if level else say("tray.less")
    return Entry(LESS, label, is_asked, children=ways if is_asked else ())


def _language(say: Say, told: Questions, spoken: Spoken) -> Entry:
    labels = [say("tray.of_session", language=spoken.names[spoken.own]), *spoken.names.values()]
    codes, chosen = ("", *spoken.names), told.preferences.language
    ways = _one_of(_LANGUAGE_FROM, labels, codes.index(chosen) if chosen in codes else 0)
    return Entry(LANGUAGE, say("tray.language"), children=ways)


def _one_of(first: int, labels: Sequence[str], chosen: int) -> tuple[Entry, ...]:
    return tuple(
        Entry(first + place, label, checked=place == chosen, one_of=True) for place, label in enumerate(labels)
    )


def _is_paused(told: Questions, now: datetime) -> bool:
    until = told.preferences.paused_until_ms
    return until is not None and now.timestamp() * 1000 < until
