"""What the service does for the people of this laptop: their questions, their answers, and what was sent."""

import gzip
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, timezone

import msgspec

from barometer_agent import asking
from barometer_agent.answers import Answers
from barometer_agent.clock import Clock, Moment
from barometer_agent.link.messages import (
    AskPreferences,
    AskQuestions,
    AskReport,
    AskSent,
    AskStatus,
    Done,
    GiveAnswer,
    MyPreferences,
    OfPerson,
    PastPrompt,
    Prefer,
    PutOff,
    Questions,
    Refusal,
    Reply,
    Report,
    Request,
    SentBatch,
    SentMessage,
    Status,
    TellInput,
    TellIt,
)
from barometer_agent.link.peers import Peer
from barometer_agent.prompting import Rules
from barometer_agent.reach import Reach
from barometer_agent.spool import Spool, SpoolClosedError, SpoolError
from barometer_agent.spool.outbox import since
from barometer_agent.wishes import Wishes
from barometer_shared.questions import OpenQuestion
from barometer_shared.samples import Batch

MOST_DAYS = 30
_ANSWERS = b'"answers":'  # a quote within a text is written with a backslash


class ReportError(Exception):
    """There is no report; ``problem`` is a name that the texts of each language explain."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def no_report() -> bytes:
    """Nobody to ask."""
    raise ReportError("no_report")


class Desk:
    """Answers the requests of the link. People get their own questions and answers; ``status`` is for the trusted.

    ``questions`` are those of the collector's configuration, None before its first word;
    ``answered`` is called when one was answered; ``rules`` say when one may come by itself; ``report`` asks the
    collector for this laptop's report, as JSON, and raises ReportError where it cannot be had; ``touched`` hears how
    many milliseconds ago somebody touched the laptop, ``met`` which account asks for its questions.
    """

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        questions: Callable[[], Iterable[OpenQuestion] | None],
        status: Callable[[], Status],
        answered: Callable[[], None],
        rules: Rules = Rules(),  # noqa: B008 - a frozen dataclass
        report: Callable[[], bytes] = no_report,
        touched: Callable[[int], None] = lambda _idle_ms: None,
        met: Callable[[str], None] = lambda _account: None,
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._questions = questions
        self._status = status
        self._answers = Answers(spool, clock, questions, answered, rules.anonymous_only)
        self._wishes = Wishes(spool, clock)
        self._rules = rules
        self._report = report
        self._touched = touched
        self.reach = Reach(clock)
        self._met = met

    def handle(self, request: Request, peer: Peer) -> Iterable[Reply]:
        """The replies to one request of ``peer``."""
        try:
            return self._replies(request, peer)
        except SpoolClosedError:
            raise
        except SpoolError:
            return [Refusal("no_disk")]

    def _replies(self, request: Request, peer: Peer) -> Iterable[Reply]:
        match request:
            case AskSent(days):
                return self._sent(days, peer)
            case AskStatus():
                return [self._status() if peer.trusted else Refusal("not_allowed")]
            case _:
                return [self._of_person(request, peer) if peer.person else Refusal("no_person")]

    def _of_person(self, request: OfPerson, peer: Peer) -> Reply:
        match request:
            case AskQuestions(since_ms, way):
                if way is not None:
                    self.reach.told(peer.account, way)
                return self._open_questions(peer, since_ms)
            case GiveAnswer():
                return self._answers.take(request, peer.account)
            case TellIt():
                return self._answers.tell(request, peer.account)
            case PutOff():
                return self._answers.put_off(request, peer.account)
            case AskPreferences():
                return MyPreferences(self._wishes.of(peer.account))
            case Prefer():
                return MyPreferences(self._wishes.change(request, peer.account))
            case AskReport():
                return self._told()
            case TellInput(idle_seconds):
                self._touched(1000 * idle_seconds)
                return Done()

    def _open_questions(self, peer: Peer, since_ms: int | None) -> Questions:
        self._met(peer.account)
        told = Questions(
            list(self._answers.open(peer.account)),
            [PastPrompt(*shown) for shown in self._spool.history(peer.account)],
            self._questions() is not None,
            self._wishes.met(peer.account, since_ms),
            self._rules,
            peer.account,
        )
        return asking.ordered(_local(self._clock.now()), told)

    def _told(self) -> Reply:
        try:
            return Report(msgspec.Raw(self._report()))
        except ReportError as error:
            return Refusal(error.problem)

    def _sent(self, days: int, peer: Peer) -> Iterator[Reply]:
        limit = since(self._clock.now().utc_ms, max(1, min(days, MOST_DAYS)))
        for settled_ms, body, outcome in self._spool.sent(limit):
            yield SentBatch(settled_ms, msgspec.Raw(_visible(gzip.decompress(body), peer)), outcome)
        for message in self._spool.ballots.messages():
            if message.at_ms >= limit:
                yield SentMessage(message.at_ms, message.campaign, message.sent)
        yield Done()


def _local(now: Moment) -> datetime:
    return now.utc.astimezone(timezone(timedelta(minutes=now.utc_offset_minutes)))


def _visible(body: bytes, peer: Peer) -> bytes:
    """The batch as ``peer`` may read it: the answers of others are theirs."""
    if peer.trusted or _ANSWERS not in body:  # in a month of 8,640 batches next to none has answers: 0.2 s of 0.5
        return body
    batch = msgspec.json.decode(body, type=Batch)
    own = [answer for answer in batch.answers if answer.account == peer.account]
    return msgspec.json.encode(msgspec.structs.replace(batch, answers=own))
