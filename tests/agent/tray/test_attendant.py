"""What the tray does when it is clicked and when a question is due."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from barometer_agent.link.messages import Prefer, Questions, Way
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray import attendant as module
from barometer_agent.tray.attendant import Attendant, Service
from barometer_agent.tray.child import Child
from barometer_agent.tray.course import UNANSWERED_SECONDS
from barometer_agent.tray.host import Touched
from barometer_agent.tray.linux import BusHost
from barometer_agent.tray.tongue import Tongue
from barometer_shared.questions import OpenQuestion
from tests.agent.tray.desk import FakeNotifications, FakeWatcher, connected, until

ASKED = "ask --campaign pulse --wait 0 --language en;"
OFFERED = "ask --offer --campaign pulse --wait 0 --language en;"
SAY = "import sys; open(sys.argv[1], 'a').write(' '.join(sys.argv[2:]) + ';')"


@dataclass
class Desk:
    """One attendant, and what became of its work."""

    attendant: Attendant
    window: Child
    shower: FakeNotifications
    said: Path
    heard: list[Questions | None]
    put_off: list[Outcome]

    def opened(self) -> str:
        return self.said.read_text() if self.said.exists() else ""


@dataclass
class Made:
    """What a desk is made with."""

    questions: Questions | None = None
    due: bool = True
    panel: bool = True
    can: tuple[str, ...] = ("actions",)
    language: str = "en"
    kept: Preferences | None = None
    asked: list[Questions] = field(default_factory=list)
    wanted: list[Prefer] = field(default_factory=list)
    ways: list[Way | None] = field(default_factory=list)


Run = Callable[[Made, Callable[[Desk], Awaitable[None]]], None]


@pytest.fixture
def at_desk(bus_address: str, tmp_path: Path) -> Run:
    def start(made: Made, what: Callable[[Desk], Awaitable[None]]) -> None:
        asyncio.run(_at_desk(bus_address, tmp_path / "said", made, what))

    return start


async def _at_desk(address: str, said: Path, made: Made, what: Callable[[Desk], Awaitable[None]]) -> None:
    heard: list[Questions | None] = []
    put_off: list[Outcome] = []

    def due(told: Questions) -> OpenQuestion | None:
        made.asked.append(told)
        return told.questions[0] if made.due else None

    def questions(way: Way | None) -> Questions | None:
        made.ways.append(way)
        return made.questions

    def prefer(wanted: Prefer) -> Preferences | None:
        made.wanted.append(wanted)
        return made.kept

    service = Service(questions, due, lambda _question, outcome: put_off.append(outcome), prefer)
    host = BusHost(address)
    async with connected(address) as theirs:
        if made.panel:
            await FakeWatcher.on(theirs)
        shower = await FakeNotifications.on(theirs, *made.can)
        try:
            await host.begin("Barometer", "", (), Touched(lambda: None, lambda _entry: None, _nothing))
            window = Child([sys.executable, "-c", SAY, str(said)])
            attendant = Attendant(service, host, window, Tongue(made.language), heard.append)
            await what(Desk(attendant, window, shower, said, heard, put_off))
            await window.closed()
        finally:
            await host.end()


async def _nothing() -> None:
    """The menu of this desk is never opened."""


@pytest.fixture
def one(pulse: OpenQuestion) -> Questions:
    return Questions([pulse], [])


def test_a_click_opens_the_question_that_is_open(at_desk: Run, one: Questions) -> None:
    async def what(desk: Desk) -> None:
        await desk.attendant.answer()
        await desk.window.closed()
        assert desk.opened() == ASKED
        assert desk.heard == [one]
        assert desk.shower.shown == []

    at_desk(Made(one), what)


def test_a_second_click_while_it_is_open_opens_no_second(at_desk: Run, one: Questions) -> None:
    async def what(desk: Desk) -> None:
        await desk.attendant.answer()
        await desk.attendant.answer()
        await desk.attendant.offer()
        await desk.window.closed()
        assert desk.opened() == ASKED

    at_desk(Made(one), what)


@pytest.mark.parametrize(
    ("language", "questions", "word"),
    [
        ("en", Questions([], []), "No question is open for you."),
        ("nl", Questions([], []), "Er staat geen vraag voor je open."),
        ("en", None, "Barometer is not running on this laptop just now, so nothing can be asked or answered."),
    ],
)
def test_a_click_with_nothing_open_gets_a_calm_word(
    at_desk: Run, language: str, questions: Questions | None, word: str
) -> None:
    async def what(desk: Desk) -> None:
        await desk.attendant.answer()
        assert desk.shower.shown == [("Barometer", word, [])]
        assert desk.opened() == ""

    at_desk(Made(questions, language=language), what)


def test_what_is_chosen_is_kept_and_seen_at_once(at_desk: Run, one: Questions) -> None:
    chosen = Preferences(ask_less=1, language="nl")

    async def what(desk: Desk) -> None:
        await desk.attendant.prefer(Prefer(ask_less=1), one)
        assert desk.heard == [Questions(one.questions, [], preferences=chosen)]
        assert desk.shower.shown == []
        await desk.attendant.answer()
        await desk.window.closed()
        assert desk.opened() == ASKED.replace("en;", "nl;")

    made = Made(Questions(one.questions, [], preferences=chosen), kept=chosen)
    at_desk(made, what)
    assert made.wanted == [Prefer(ask_less=1)]


def test_what_cannot_be_kept_is_said(at_desk: Run, one: Questions) -> None:
    async def what(desk: Desk) -> None:
        await desk.attendant.prefer(Prefer(never=True), one)
        assert desk.shower.shown == [("Barometer", "That could not be kept just now. Please try again later.", [])]
        assert desk.heard == []

    at_desk(Made(one), what)


def test_the_language_is_the_one_that_was_chosen_wherever_that_was(at_desk: Run, one: Questions) -> None:
    async def what(desk: Desk) -> None:
        await desk.attendant.answer()
        await desk.window.closed()
        assert desk.opened() == ASKED.replace("en;", "nl;")

    at_desk(Made(Questions(one.questions, [], preferences=Preferences(language="nl"))), what)


def test_a_question_that_is_due_comes_by_itself_in_the_window(at_desk: Run, one: Questions) -> None:
    async def what(desk: Desk) -> None:
        await desk.attendant.offer()
        await desk.window.closed()
        assert desk.opened() == OFFERED
        assert desk.shower.shown == []

    at_desk(Made(one), what)


def test_one_that_is_not_due_stays_away(at_desk: Run, one: Questions) -> None:
    async def what(desk: Desk) -> None:
        await desk.attendant.offer()
        assert not desk.window.is_open

    made = Made(one, due=False, panel=False)
    at_desk(made, what)
    assert made.asked == [one]


@pytest.mark.parametrize("questions", [None, Questions([], [])])
def test_where_nothing_is_open_nobody_decides(at_desk: Run, questions: Questions | None) -> None:
    async def what(desk: Desk) -> None:
        await desk.attendant.offer()
        assert desk.shower.shown == []

    made = Made(questions)
    at_desk(made, what)
    assert made.asked == []


def test_without_a_panel_it_is_a_notification_that_opens_the_window(at_desk: Run, one: Questions) -> None:
    async def what(desk: Desk) -> None:
        offering = asyncio.create_task(desk.attendant.offer())
        await until(lambda: desk.shower.shown)
        assert desk.shower.shown_ms == [1000 * UNANSWERED_SECONDS]
        ((title, text, buttons),) = desk.shower.shown
        assert title == "De IT-servicedesk vraagt"
        assert text.startswith("Hoe werkte je laptop vandaag?\nWaarom: We pakken")
        assert buttons[1::2] == ["Beantwoord de vraag", "Nu niet", ""]
        await desk.attendant.offer()
        desk.shower.press(1, "taken")
        await offering
        await desk.window.closed()
        assert desk.opened() == ASKED.replace("en;", "nl;")
        assert len(desk.shower.shown) == 1
        assert desk.put_off == []

    at_desk(Made(one, panel=False, language="nl"), what)


@pytest.mark.parametrize("can", [("actions",), ()])
def test_whoever_has_questions_in_the_browser_is_offered_them_by_a_notification_alone(
    at_desk: Run, one: Questions, can: tuple[str, ...]
) -> None:
    aloud = msgspec.structs.replace(one, preferences=Preferences(window="browser"))

    async def offered(desk: Desk) -> None:
        offering = asyncio.create_task(desk.attendant.offer())
        if can:
            await until(lambda: desk.shower.shown)
            desk.shower.press(1, "taken")
        await offering
        await desk.window.closed()
        assert desk.opened() == (ASKED if can else "")

    at_desk(Made(aloud, can=can), offered)


@pytest.mark.parametrize(("why", "outcome"), [(2, Outcome.NOT_NOW), (1, Outcome.UNANSWERED)])
def test_a_notification_that_ends_without_an_answer_counts(
    at_desk: Run, one: Questions, why: int, outcome: Outcome
) -> None:
    async def what(desk: Desk) -> None:
        offering = asyncio.create_task(desk.attendant.offer())
        await until(lambda: desk.shower.shown)
        desk.shower.end(1, why)
        await offering
        assert desk.put_off == [outcome]
        assert not desk.window.is_open

    at_desk(Made(one, panel=False), what)


def test_where_neither_can_be_shown_that_is_logged_once(
    at_desk: Run, one: Questions, caplog: pytest.LogCaptureFixture
) -> None:
    async def what(desk: Desk) -> None:
        await desk.attendant.offer()
        await desk.attendant.offer()
        assert desk.shower.shown == []
        assert desk.put_off == []

    with caplog.at_level(logging.WARNING, logger=module.__name__):
        at_desk(Made(one, panel=False, can=("body",)), what)
    (record,) = caplog.records
    assert "barometer-agent ask" in record.getMessage()


@pytest.mark.parametrize(
    ("panel", "can", "way"),
    [(True, (), Way.ICON), (False, ("actions",), Way.NOTIFICATION), (False, ("body",), Way.NOTHING)],
)
def test_the_service_is_told_how_a_question_could_be_shown_though_none_is_open(
    at_desk: Run, panel: bool, can: tuple[str, ...], way: Way
) -> None:
    async def what(desk: Desk) -> None:
        await desk.attendant.offer()
        await desk.attendant.answer()

    made = Made(Questions([], []), panel=panel, can=can)
    at_desk(made, what)
    assert made.ways == [way, None]
