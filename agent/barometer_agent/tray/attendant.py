"""What the tray does when it is clicked, when a question may come by itself, and how it says that there is none."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from barometer_agent.language import choose
from barometer_agent.link.messages import Prefer, Questions, Way
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.child import Child
from barometer_agent.tray.course import UNANSWERED_SECONDS
from barometer_agent.tray.host import Host, NotShownError, Reaction
from barometer_agent.tray.surroundings import in_browser
from barometer_agent.tray.tongue import Tongue
from barometer_shared.questions import OpenQuestion

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Service:
    """What is asked of the service; each may take a while and is called outside the loop.

    ``questions`` is None where no service runs, and is told how they reach the person where that is known; ``due`` is
    the question that may come by itself now; ``prefer`` gives what is kept from then on, None where that could not be.
    """

    questions: Callable[[Way | None], Questions | None]
    due: Callable[[Questions], OpenQuestion | None]
    put_off: Callable[[OpenQuestion, Outcome], None]
    prefer: Callable[[Prefer], Preferences | None]


class Attendant:
    """Serves one person. ``heard`` is called whenever the service was asked, with what it told; None: nothing.

    ``window`` starts a command of the agent; the language of all of it is that of ``tongue``, which follows what the
    person chose.
    """

    def __init__(
        self,
        service: Service,
        host: Host,
        window: Child,
        tongue: Tongue,
        heard: Callable[[Questions | None], None],
    ) -> None:
        self._service = service
        self._host = host
        self._window = window
        self._tongue = tongue
        self._heard = heard
        self._offering = asyncio.Lock()
        self._silence_told = False

    async def look(self, way: Way | None = None) -> Questions | None:
        """Ask the service what is open, and tell it the ``way`` there; None where none runs."""
        questions = await asyncio.to_thread(self._service.questions, way)
        self._hear(questions)
        return questions

    async def answer(self) -> None:
        """Somebody clicked: the window, or a calm word that there is nothing to answer."""
        if self._window.is_open:
            return
        questions = await self.look()
        if questions is None:
            await self._tell(self._say("prompt.title"), self._say("tray.not_running"))
        elif not questions.questions:
            await self._tell(self._say("prompt.title"), self._say("prompt.none"))
        else:
            self._ask("--campaign", questions.questions[0].campaign)

    async def prefer(self, wanted: Prefer, told: Questions) -> None:
        """Keep a choice, made by somebody of whom the service had ``told`` this; what it changes is seen at once."""
        kept = await asyncio.to_thread(self._service.prefer, wanted)
        if kept is None:
            await self._tell(self._say("prompt.title"), self._say("tray.not_kept"))
        else:
            self._hear(msgspec.structs.replace(told, preferences=kept))

    async def offer(self) -> None:
        """Show the question that is due, if there is one: in the window, or without a panel as a notification."""
        if self._window.is_open or self._offering.locked():
            return
        async with self._offering:
            way = await self._way()
            questions = await self.look(way)
            due = await asyncio.to_thread(self._service.due, questions) if questions and questions.questions else None
            if due is None or questions is None:
                return
            if way is Way.ICON and await asyncio.to_thread(in_browser, questions.preferences.window):
                way = await self._way_of_words()  # a browser that came by itself would take the focus
            if way is Way.ICON:
                self._ask("--offer", "--campaign", due.campaign)
            elif way is Way.NOTIFICATION:
                await self._by_notification(due)
            else:
                self._say_once_that_nothing_can_be_shown()

    async def _way(self) -> Way:
        if self._host.icon.shows:
            return Way.ICON
        return await self._way_of_words()

    async def _way_of_words(self) -> Way:
        return Way.NOTIFICATION if await self._host.words.can_offer() else Way.NOTHING

    async def _by_notification(self, question: OpenQuestion) -> None:
        title = self._say("prompt.asks", asker=choose(question.asker, self._tongue.code))
        why = self._say("prompt.why", why=choose(question.why, self._tongue.code))
        text = f"{choose(question.question.text, self._tongue.code)}\n{why}"
        buttons = self._say("tray.answer"), self._say("prompt.not_now")
        try:
            reaction = await self._host.words.offer(title, text, *buttons, UNANSWERED_SECONDS)
        except NotShownError as error:
            _log.warning("no notification was shown reason=%s", error)
            return
        if reaction is Reaction.TAKEN:
            self._ask("--campaign", question.campaign)
            return
        outcome = Outcome.NOT_NOW if reaction is Reaction.DECLINED else Outcome.UNANSWERED
        await asyncio.to_thread(self._service.put_off, question, outcome)

    async def _tell(self, title: str, text: str) -> None:
        try:
            await self._host.words.tell(title, text)
        except NotShownError as error:
            _log.info("no notification was shown reason=%s", error)

    def _hear(self, questions: Questions | None) -> None:
        if questions is not None:
            self._tongue.follow(questions.preferences.language)
        self._heard(questions)

    def _ask(self, *flags: str) -> None:
        self._window.open("ask", *flags, "--wait", "0", "--language", self._tongue.code)

    def _say(self, name: str, **values: object) -> str:
        return self._tongue.say(name, **values)

    def _say_once_that_nothing_can_be_shown(self) -> None:
        if not self._silence_told:
            self._silence_told = True
            _log.warning("this desktop shows neither an icon nor notifications: questions wait for barometer-agent ask")
