"""What people answer, put off and tell, on its way into the spool."""

import uuid
from collections.abc import Callable, Iterable, Iterator

from barometer_agent.anonymous.answering import offered, words
from barometer_agent.clock import Clock, Moment
from barometer_agent.link.messages import Done, GiveAnswer, PutOff, Refusal, Reply, TellIt
from barometer_agent.spool import Spool, SpoolError
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_shared.questions import (
    TELL_IT,
    Answer,
    FreeTextAnswer,
    OpenQuestion,
    Sharing,
    fits,
    follow_up_of,
)

MOST_TOLD = 20  # in an hour, by one account: a program that talks without end must not fill the disk
_HOUR_MS = 3_600_000
_PUT_OFF_MS = 60_000
LATE_MS = 20 * 60_000  # what closes while it is shown: a page in the browser waits 15 minutes, and 3 for a word more


class Answers:
    """Takes what accounts say. ``questions`` and ``answered`` as of the desk.

    ``only_anonymous``: by the policy of this laptop nothing else is asked.
    """

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        questions: Callable[[], Iterable[OpenQuestion] | None],
        answered: Callable[[], None],
        only_anonymous: bool = False,
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._questions = questions
        self._answered = answered
        self._only_anonymous = only_anonymous
        # By the monotonic clock: when each question was last put off, and when each account told something.
        self._put_off_ms: dict[tuple[str, str], int] = {}
        # What was open when somebody last asked, and when that was: a collector names it no more once it has closed.
        self._was_open: dict[str, tuple[OpenQuestion, int]] = {}
        self._told_ms: dict[str, list[int]] = {}

    def open(self, account: str) -> Iterator[OpenQuestion]:
        """What ``account`` may answer now."""
        current = list(self._current())
        self._remember(current)
        return self._offered(current, account)

    def take(self, given: GiveAnswer, account: str) -> Reply:
        """Keep an answer to a question that is open or was when it was shown, once."""
        asked = next((one for one in self._answerable(account) if one.campaign == given.campaign), None)
        if asked is None:
            return Refusal(self._why_closed(given.campaign, account))
        if not _is_right(asked, given):
            return Refusal("wrong_answer")
        if asked.anonymous is not None:
            return self._keep_apart(asked, given, account)
        answer = Answer(
            id=uuid.uuid4().hex,
            campaign=given.campaign,
            response=given.response,
            at=self._clock.now().utc_ms,
            account=account,
            sharing=given.sharing,
            comment=given.comment,
            language=given.language[:16],
            topic=given.topic,
            contact=given.contact,
        )
        return self._keep(answer, self._spool.answer)

    def tell(self, told: TellIt, account: str) -> Reply:
        """Keep what was said without a question."""
        now = self._clock.now()
        if (told.contact and not told.share) or not told.text.strip():
            return Refusal("wrong_answer")
        recent = [at_ms for at_ms in self._told_ms.get(account, ()) if now.monotonic_ms - at_ms < _HOUR_MS]
        if len(recent) >= MOST_TOLD:
            return Refusal("told_enough")
        answer = Answer(
            id=uuid.uuid4().hex,
            campaign=TELL_IT,
            response=FreeTextAnswer(told.text.strip()),
            at=now.utc_ms,
            account=account,
            sharing=Sharing.SHARED if told.share else Sharing.CONFIDENTIAL,
            language=told.language[:16],
            contact=told.contact,
            mood=told.mood,
        )
        reply = self._keep(answer, self._spool.tell)
        if isinstance(reply, Done):
            self._told_ms[account] = [*recent, now.monotonic_ms]
        return reply

    def put_off(self, request: PutOff, account: str) -> Reply:
        """Remember that a question was shown and not answered."""
        known = any(one.campaign == request.campaign for one in self._answerable(account))
        if request.outcome is Outcome.ANSWERED or not known:
            return Refusal("not_open")
        now = self._clock.now()
        if self._is_news(account, request.campaign, now.monotonic_ms):
            self._spool.shown(account, Shown(request.campaign, now.utc_ms, request.outcome))
        return Done()

    def _current(self) -> Iterator[OpenQuestion]:
        now_ms = self._clock.now().utc_ms
        return (question for question in self._questions() or () if question.expires_at > now_ms)

    def _answerable(self, account: str) -> Iterator[OpenQuestion]:
        """What is open, and what closed so lately that somebody may have it before them.

        An anonymous one closes when it says: its message is then on its way, and whoever answered late would be seen.
        """
        now = self._clock.now()
        named = list(self._questions() or ())
        campaigns = {question.campaign for question in named}
        was_open = [question for question, at_ms in self._was_open.values() if now.monotonic_ms - at_ms < LATE_MS]
        gone = [question for question in was_open if question.campaign not in campaigns]
        lately = (one for one in (*named, *gone) if one.expires_at + (0 if one.anonymous else LATE_MS) > now.utc_ms)
        return self._offered(lately, account)

    def _offered(self, questions: Iterable[OpenQuestion], account: str) -> Iterator[OpenQuestion]:
        answered = self._spool.answered(account)
        unanswered = [question for question in questions if question.campaign not in answered]
        return offered(unanswered, self._spool.ballots.of(account), self._only_anonymous)

    def _remember(self, current: Iterable[OpenQuestion]) -> None:
        """Not of what is anonymous, of which the collector's word of the moment holds."""
        now_ms = self._clock.now().monotonic_ms
        lately = {name: was for name, was in self._was_open.items() if now_ms - was[1] < LATE_MS}
        self._was_open = lately | {one.campaign: (one, now_ms) for one in current if one.anonymous is None}

    def _why_closed(self, campaign: str, account: str) -> str:
        """Somebody who never had a ticket may have one on another laptop."""
        anonymous = any(one.anonymous and one.campaign == campaign for one in self._current())
        ticket = self._spool.ballots.of(account).get(campaign)
        return "not_open" if not anonymous or (ticket and ticket.was_held) else "no_ticket"

    def _keep_apart(self, asked: OpenQuestion, given: GiveAnswer, account: str) -> Reply:
        """Whatever was ticked; and the uplink is not woken, as what it sends now would say when somebody answered."""
        now = self._clock.now()
        try:
            ticket = self._spool.ballots.held(account).get(asked.campaign)
            kept = ticket is not None and self._spool.ballots.answer(ticket, *words(asked, given), now.utc_ms)
        except SpoolError:
            return Refusal("not_kept")
        return Done() if kept else Refusal("not_open")

    def _keep(self, answer: Answer, keep: Callable[[Answer, Moment], None]) -> Reply:
        try:
            keep(answer, self._clock.now())
        except SpoolError:
            return Refusal("not_kept")
        self._answered()
        return Done()

    def _is_news(self, account: str, campaign: str, now_ms: int) -> bool:
        """Not twice within a minute: nobody is asked as often, and each costs the disk a write."""
        recent = {key: at_ms for key, at_ms in self._put_off_ms.items() if now_ms - at_ms < _PUT_OFF_MS}
        is_news = (account, campaign) not in recent
        self._put_off_ms = {**recent, (account, campaign): now_ms} if is_news else recent
        return is_news


def _is_right(asked: OpenQuestion, given: GiveAnswer) -> bool:
    apart = asked.anonymous is not None
    if not fits(asked.question, given.response) or (given.sharing is Sharing.ANONYMOUS and not apart):
        return False
    if given.contact and not apart and not (asked.contact and given.sharing is Sharing.SHARED):
        return False
    follow_up = follow_up_of(asked, given.response) if given.topic else None
    return not given.topic or (follow_up is not None and given.topic in {option.id for option in follow_up.options})
