"""What the service does for the people of this laptop: their questions, their answers, and what was sent."""

import gzip
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec

from barometer_agent import asking
from barometer_agent.clock import Clock, Moment
from barometer_agent.link.messages import (
    AskPreferences,
    AskQuestions,
    AskSent,
    AskStatus,
    Done,
    GiveAnswer,
    MyPreferences,
    PastPrompt,
    Prefer,
    PutOff,
    Questions,
    Refusal,
    Reply,
    Request,
    SentBatch,
    Status,
)
from barometer_agent.link.peers import Peer
from barometer_agent.prompting import Rules
from barometer_agent.spool import Spool, SpoolClosedError, SpoolError
from barometer_agent.spool.outbox import since
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_shared.questions import (
    Answer,
    Choice,
    ChoiceAnswer,
    NoOpinion,
    OpenQuestion,
    Question,
    Response,
    Sharing,
)
from barometer_shared.samples import Batch

MOST_DAYS = 30
_PUT_OFF_MS = 60_000
_DAY_MS = 86_400_000
_OF_PEOPLE = (AskQuestions, GiveAnswer, PutOff, AskPreferences, Prefer)


class Desk:
    """Answers the requests of the link. People get their own questions and answers; ``status`` is for the trusted.

    ``questions`` are those of the collector's configuration, None before its first word;
    ``answered`` is called when one was answered; ``rules`` say when one may come by itself.
    """

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        questions: Callable[[], Iterable[OpenQuestion] | None],
        status: Callable[[], Status],
        answered: Callable[[], None],
        rules: Rules = Rules(),  # noqa: B008 - a frozen dataclass
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._questions = questions
        self._status = status
        self._answered = answered
        self._rules = rules
        self._put_off_ms: dict[tuple[str, str], int] = {}  # when each question was last put off, by the monotonic clock

    def handle(self, request: Request, peer: Peer) -> Iterable[Reply]:
        """The replies to one request of ``peer``."""
        try:
            return self._replies(request, peer)
        except SpoolClosedError:
            raise
        except SpoolError:
            return [Refusal("no_disk")]

    def _replies(self, request: Request, peer: Peer) -> Iterable[Reply]:
        if isinstance(request, _OF_PEOPLE) and not peer.person:
            return [Refusal("no_person")]
        match request:
            case AskQuestions():
                return [self._open_questions(peer)]
            case GiveAnswer():
                return [self._take(request, peer)]
            case PutOff():
                return [self._put_off(request, peer)]
            case AskPreferences():
                return [MyPreferences(self._spool.preferences(peer.account))]
            case Prefer():
                return [self._prefer(request, peer)]
            case AskSent(days):
                return self._sent(days, peer)
            case AskStatus():
                return [self._status() if peer.trusted else Refusal("not_allowed")]

    def _open_questions(self, peer: Peer) -> Questions:
        history = [PastPrompt(*shown) for shown in self._spool.history(peer.account)]
        known = self._questions() is not None
        told = Questions(list(self._open(peer)), history, known, self._met(peer), self._rules, peer.account)
        return asking.ordered(_local(self._clock.now()), told)

    def _met(self, peer: Peer) -> Preferences:
        """What ``peer`` chose, who from now on was seen here. A full disk keeps nobody from the questions.

        What a clock that was ahead has put off for longer than can be is put right.
        """
        now_ms = self._clock.now().utc_ms
        kept = chosen = self._spool.preferences(peer.account)
        if chosen.first_seen_ms is None or chosen.first_seen_ms > now_ms:
            shown = (each.at_ms for each in self._spool.history(peer.account))
            chosen = msgspec.structs.replace(chosen, first_seen_ms=min([now_ms, *shown]))
        if chosen.paused_until_ms is not None and chosen.paused_until_ms > now_ms + _DAY_MS:
            chosen = msgspec.structs.replace(chosen, paused_until_ms=None)
        if chosen != kept:
            with suppress(SpoolError):
                self._spool.prefer(peer.account, chosen)
        return chosen

    def _prefer(self, request: Prefer, peer: Peer) -> Reply:
        chosen = self._spool.preferences(peer.account)
        wanted = {name: getattr(request, name) for name in ("ask_less", "never", "language")}
        changes: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
        if request.paused is not None:
            changes["paused_until_ms"] = _end_of_day_ms(self._clock.now()) if request.paused else None
        changed = msgspec.structs.replace(chosen, **changes)
        if changed != chosen:
            self._spool.prefer(peer.account, changed)
        return MyPreferences(changed)

    def _open(self, peer: Peer) -> Iterator[OpenQuestion]:
        now_ms = self._clock.now().utc_ms
        answered = self._spool.answered(peer.account)
        for question in self._questions() or ():
            if question.expires_at > now_ms and question.campaign not in answered:
                yield question

    def _take(self, given: GiveAnswer, peer: Peer) -> Reply:
        asked = next((one for one in self._open(peer) if one.campaign == given.campaign), None)
        if asked is None:
            return Refusal("not_open")
        if not fits(asked.question, given.response) or given.sharing is Sharing.ANONYMOUS:
            return Refusal("wrong_answer")
        now = self._clock.now()
        answer = Answer(
            id=uuid.uuid4().hex,
            campaign=given.campaign,
            response=given.response,
            at=now.utc_ms,
            account=peer.account,
            sharing=given.sharing,
            comment=given.comment,
            language=given.language[:16],
        )
        try:
            self._spool.answer(answer, now)
        except SpoolError:
            return Refusal("not_kept")
        self._answered()
        return Done()

    def _put_off(self, request: PutOff, peer: Peer) -> Reply:
        if request.outcome is Outcome.ANSWERED or all(one.campaign != request.campaign for one in self._open(peer)):
            return Refusal("not_open")
        now = self._clock.now()
        if self._is_news(peer.account, request.campaign, now.monotonic_ms):
            self._spool.shown(peer.account, Shown(request.campaign, now.utc_ms, request.outcome))
        return Done()

    def _is_news(self, account: str, campaign: str, now_ms: int) -> bool:
        """Not twice within a minute: nobody is asked as often, and each costs the disk a write."""
        recent = {key: at_ms for key, at_ms in self._put_off_ms.items() if now_ms - at_ms < _PUT_OFF_MS}
        is_news = (account, campaign) not in recent
        self._put_off_ms = {**recent, (account, campaign): now_ms} if is_news else recent
        return is_news

    def _sent(self, days: int, peer: Peer) -> Iterator[Reply]:
        limit = since(self._clock.now().utc_ms, max(1, min(days, MOST_DAYS)))
        for settled_ms, body, outcome in self._spool.sent(limit):
            yield SentBatch(settled_ms, msgspec.Raw(_visible(gzip.decompress(body), peer)), outcome)
        yield Done()


def _local(now: Moment) -> datetime:
    return now.utc.astimezone(timezone(timedelta(minutes=now.utc_offset_minutes)))


def _end_of_day_ms(now: Moment) -> int:
    offset_ms = now.utc_offset_minutes * 60_000
    return ((now.utc_ms + offset_ms) // _DAY_MS + 1) * _DAY_MS - offset_ms


def fits(question: Question, response: Response) -> bool:
    """Whether this is an answer to this question; having no opinion always is."""
    if isinstance(response, NoOpinion):
        return True
    if isinstance(question, Choice):
        return isinstance(response, ChoiceAnswer) and response.option in {option.id for option in question.options}
    return question.__struct_config__.tag == response.__struct_config__.tag


def _visible(body: bytes, peer: Peer) -> bytes:
    """The batch as ``peer`` may read it: the answers of others are theirs."""
    if peer.trusted:
        return body
    batch = msgspec.json.decode(body, type=Batch)
    own = [answer for answer in batch.answers if answer.account == peer.account]
    return msgspec.json.encode(msgspec.structs.replace(batch, answers=own))
