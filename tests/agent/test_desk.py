"""What the service does for the people of a laptop."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from barometer_agent.answers import LATE_MS
from barometer_agent.clock import Clock
from barometer_agent.desk import Desk
from barometer_agent.language.en import TEXTS
from barometer_agent.link.messages import (
    AskPreferences,
    AskQuestions,
    AskReport,
    AskSent,
    AskStatus,
    Done,
    GiveAnswer,
    MyPreferences,
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
    Way,
)
from barometer_agent.link.peers import Peer
from barometer_agent.prompting import Rules
from barometer_agent.spool import Spool
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_shared.questions import (
    Answer,
    CalmAnswer,
    FacesAnswer,
    OpenQuestion,
    Sharing,
)
from barometer_shared.samples import AgentFacts, Batch
from tests.agent.voting import CLOSES, held

if TYPE_CHECKING:
    FakeClock = Any

ANNA, BERT, ROOT = Peer("anna", trusted=False), Peer("bert", trusted=False), Peer("root", trusted=True)
STATUS = Status("0.1.0", "http://c", 0, 0, 0, 0, 0, 0, 0, 100, [], "never", "", None, "", 0, [])
GOOD = GiveAnswer("pulse", FacesAnswer(4), Sharing.SHARED, "fine", "nl")


@dataclasses.dataclass
class Room:
    desk: Desk
    woken: list[bool]

    def ask(self, request: Request, peer: Peer) -> Reply:
        return next(iter(self.desk.handle(request, peer)))

    def open_for(self, peer: Peer) -> list[str]:
        told = self.ask(AskQuestions(), peer)
        assert isinstance(told, Questions)
        return [question.campaign for question in told.questions]


@pytest.fixture
def room(spool: Spool, clock: Clock, pulse: OpenQuestion) -> Room:
    woken: list[bool] = []
    stale = msgspec.structs.replace(pulse, campaign="stale", expires_at=clock.now().utc_ms - LATE_MS)
    desk = Desk(spool, clock, lambda: [pulse, stale], lambda: STATUS, lambda: woken.append(True))
    return Room(desk, woken)


def test_an_answered_question_is_closed_for_its_account_alone(room: Room, spool: Spool, clock: Clock) -> None:
    assert room.open_for(ANNA) == ["pulse"]
    assert room.ask(GOOD, ANNA) == Done()
    assert room.open_for(ANNA) == []
    assert room.open_for(BERT) == ["pulse"]
    assert room.ask(GOOD, ANNA) == Refusal("not_open")
    assert room.woken == [True]


def test_an_answer_is_the_peers_own(room: Room, spool: Spool, clock: Clock, agent: AgentFacts) -> None:
    room.ask(GOOD, ANNA)
    batch = spool.next_batch(agent, clock.now(), None)
    assert batch is not None
    (answer,) = batch.decoded().answers
    assert (answer.account, answer.campaign, answer.sharing, answer.comment, answer.language) == (
        "anna",
        "pulse",
        Sharing.SHARED,
        "fine",
        "nl",
    )


@pytest.mark.parametrize(
    ("request_", "problem"),
    [
        (msgspec.structs.replace(GOOD, campaign="stale"), "not_open"),
        (msgspec.structs.replace(GOOD, campaign="unknown"), "not_open"),
        (msgspec.structs.replace(GOOD, response=CalmAnswer(4)), "wrong_answer"),
        (msgspec.structs.replace(GOOD, sharing=Sharing.ANONYMOUS), "wrong_answer"),
    ],
)
def test_what_does_not_fit_is_refused_and_not_kept(
    room: Room, spool: Spool, request_: GiveAnswer, problem: str
) -> None:
    assert room.ask(request_, ANNA) == Refusal(problem)
    assert spool.health().answers == 0
    assert room.woken == []


def test_an_answer_that_the_disk_cannot_keep_may_be_given_again(room: Room, spool: Spool) -> None:
    spool._read(lambda connection: connection.execute("PRAGMA query_only = ON").close())
    assert room.ask(GOOD, ANNA) == Refusal("not_kept")
    assert "link.not_kept" in TEXTS
    spool._read(lambda connection: connection.execute("PRAGMA query_only = OFF").close())
    assert room.ask(GOOD, ANNA) == Done()


def test_before_the_collectors_first_word_nothing_is_known(spool: Spool, clock: Clock) -> None:
    desk = Desk(spool, clock, lambda: None, lambda: STATUS, lambda: None)
    told = next(iter(desk.handle(AskQuestions(), ANNA)))
    assert isinstance(told, Questions)
    assert (told.questions, told.history, told.known) == ([], [], False)


def test_how_questions_reach_somebody_is_known_once_their_icon_told(room: Room) -> None:
    room.ask(AskQuestions(), ANNA)
    assert room.desk.reach.unreached() is None
    room.ask(AskQuestions(way=Way.NOTHING), ANNA)
    assert room.desk.reach.unreached() == 1


def test_since_when_an_account_is_here_is_told_with_the_questions(room: Room, clock: "FakeClock") -> None:
    came_ms = clock.now().utc_ms - 86_400_000
    room.ask(AskQuestions(came_ms), ANNA)
    assert told_to(room, ANNA).first_seen_ms == came_ms


def test_putting_off_is_remembered_and_leaves_it_open(room: Room) -> None:
    room.ask(PutOff("pulse", Outcome.NOT_NOW), ANNA)
    told = room.ask(AskQuestions(), ANNA)
    assert isinstance(told, Questions)
    assert [shown.outcome for shown in told.history] == [Outcome.NOT_NOW]
    assert len(told.questions) == 1


@pytest.mark.parametrize(
    "request_",
    [
        AskQuestions(),
        GOOD,
        PutOff("pulse", Outcome.NOT_NOW),
        AskPreferences(),
        Prefer(never=True),
        AskReport(),
        TellIt("x"),
        TellInput(0),
    ],
)
def test_who_has_no_account_has_no_vote(room: Room, spool: Spool, request_: Request) -> None:
    nobody = Peer("no-account", trusted=False, person=False)
    assert room.ask(request_, nobody) == Refusal("no_person")
    assert spool.health().answers == 0
    assert room.ask(AskStatus(), Peer("root", trusted=True, person=False)) == STATUS


def test_putting_off_in_a_loop_is_written_once_a_minute(room: Room, spool: Spool, clock: "FakeClock") -> None:
    for _ in range(20):
        assert room.ask(PutOff("pulse", Outcome.NOT_NOW), ANNA) == Done()
    assert len(spool.history("anna")) == 1
    room.ask(PutOff("pulse", Outcome.NOT_NOW), BERT)
    assert len(spool.history("bert")) == 1
    clock.advance(60_000)
    room.ask(PutOff("pulse", Outcome.NOT_NOW), ANNA)
    assert len(spool.history("anna")) == 2


@pytest.mark.parametrize("wrong", [PutOff("unknown", Outcome.NOT_NOW), PutOff("pulse", Outcome.ANSWERED)])
def test_only_what_is_open_can_be_put_off(room: Room, spool: Spool, wrong: PutOff) -> None:
    assert room.ask(wrong, ANNA) == Refusal("not_open")
    assert spool.history("anna") == []


def test_status_is_for_the_trusted(room: Room) -> None:
    assert room.ask(AskStatus(), ROOT) == STATUS
    assert room.ask(AskStatus(), ANNA) == Refusal("not_allowed")


def test_everybody_reads_what_was_sent_without_the_answers_of_others(
    room: Room, spool: Spool, clock: Clock, agent: AgentFacts, make_answer: Callable[..., Answer]
) -> None:
    spool.answer(make_answer(1, "anna"), clock.now())
    spool.answer(make_answer(2, "bert"), clock.now())
    batch = spool.next_batch(agent, clock.now(), None)
    assert batch is not None
    spool.acknowledge(batch.id, clock.now())

    def accounts(peer: Peer) -> list[str]:
        sent, done = room.desk.handle(AskSent(), peer)
        assert done == Done()
        assert isinstance(sent, SentBatch)
        return [answer.account for answer in msgspec.json.decode(sent.batch, type=Batch).answers]

    assert accounts(ANNA) == ["anna"]
    assert accounts(ROOT) == ["anna", "bert"]


def test_what_was_refused_left_the_laptop_as_well_and_is_called_so(
    room: Room, spool: Spool, clock: Clock, agent: AgentFacts, make_answer: Callable[..., Answer]
) -> None:
    spool.answer(make_answer(), clock.now())
    for _ in range(2):
        batch = spool.next_batch(agent, clock.now(), None)
        assert batch is not None
        spool.set_aside(batch.id, "422", clock.now())
    replies = list(room.desk.handle(AskSent(), ANNA))
    assert [sent.outcome for sent in replies if isinstance(sent, SentBatch)] == ["refused", "lost"]


def test_the_report_is_told_as_the_collector_told_it_or_why_there_is_none(spool: Spool, clock: Clock) -> None:
    told = b'{"score":null}'
    desk = Desk(spool, clock, list, lambda: STATUS, lambda: None, report=lambda: told)
    assert Room(desk, []).ask(AskReport(), ANNA) == Report(msgspec.Raw(told))
    desk = Desk(spool, clock, list, lambda: STATUS, lambda: None)
    assert Room(desk, []).ask(AskReport(), ANNA) == Refusal("no_report")
    assert "link.no_report" in TEXTS


def test_what_somebody_tells_wakes_the_uplink_as_an_answer_does(room: Room, spool: Spool) -> None:
    assert room.ask(TellIt("the dock fails"), ANNA) == Done()
    assert room.woken == [True]
    assert spool.health().answers == 1


def told_to(room: Room, peer: Peer) -> Preferences:
    told = room.ask(AskQuestions(), peer)
    assert isinstance(told, Questions)
    return told.preferences


def test_a_choice_holds_at_once_and_for_its_account_alone(room: Room) -> None:
    chosen = Preferences(ask_less=1, never=True, language="nl")
    assert room.ask(Prefer(ask_less=1, never=True, language="nl"), ANNA) == MyPreferences(chosen)
    assert room.ask(AskPreferences(), ANNA) == MyPreferences(chosen)
    assert room.ask(AskPreferences(), BERT) == MyPreferences(Preferences())
    assert (told_to(room, ANNA).never, told_to(room, BERT).never) == (True, False)


def test_what_is_not_chosen_stays_as_it_is(room: Room) -> None:
    room.ask(Prefer(ask_less=2, language="nl"), ANNA)
    assert room.ask(Prefer(ask_less=0), ANNA) == MyPreferences(Preferences(language="nl"))


def test_a_pause_lasts_until_midnight_by_the_laptops_clock_and_can_be_ended(room: Room, clock: Clock) -> None:
    now = clock.now()
    paused = room.ask(Prefer(paused=True), ANNA)
    assert isinstance(paused, MyPreferences)
    until_ms = paused.preferences.paused_until_ms
    assert until_ms is not None
    assert 0 < until_ms - now.utc_ms <= 86_400_000
    assert (until_ms + now.utc_offset_minutes * 60_000) % 86_400_000 == 0
    assert room.ask(Prefer(paused=False), ANNA) == MyPreferences(Preferences())


def test_who_asks_for_the_first_time_is_new_on_this_laptop(room: Room, clock: "FakeClock") -> None:
    first_ms = clock.now().utc_ms
    assert told_to(room, ANNA).first_seen_ms == first_ms
    clock.advance(60_000)
    assert told_to(room, ANNA).first_seen_ms == first_ms
    assert told_to(room, BERT).first_seen_ms == first_ms + 60_000


def test_who_was_asked_before_is_known_since_then(room: Room, spool: Spool, clock: Clock) -> None:
    before_ms = clock.now().utc_ms - 86_400_000
    spool.shown("anna", Shown("old", before_ms, Outcome.NOT_NOW))
    assert told_to(room, ANNA).first_seen_ms == before_ms


def test_a_clock_that_was_ahead_makes_nobody_new_for_ever(room: Room, clock: "FakeClock") -> None:
    told_to(room, ANNA)
    clock.step(-86_400_000 * 365)
    assert told_to(room, ANNA).first_seen_ms == clock.now().utc_ms


def test_a_disk_that_keeps_nothing_keeps_nobody_from_the_questions(room: Room, spool: Spool) -> None:
    spool._read(lambda connection: connection.execute("PRAGMA query_only = ON").close())
    assert room.open_for(ANNA) == ["pulse"]
    assert room.ask(Prefer(never=True), ANNA) == Refusal("no_disk")


def test_the_rules_of_this_laptop_and_who_asks_are_told(spool: Spool, clock: Clock) -> None:
    strict = Rules(most=1)
    desk = Desk(spool, clock, list, lambda: STATUS, lambda: None, strict)
    told = next(iter(desk.handle(AskQuestions(), ANNA)))
    assert isinstance(told, Questions)
    assert (told.rules, told.account) == (strict, "anna")


def test_a_pause_of_a_clock_that_was_ahead_does_not_last_for_ever(room: Room, clock: "FakeClock") -> None:
    room.ask(Prefer(paused=True), ANNA)
    assert told_to(room, ANNA).paused_until_ms is not None
    clock.step(-86_400_000 * 365)
    assert told_to(room, ANNA).paused_until_ms is None


def test_what_may_come_by_itself_stands_first(spool: Spool, clock: Clock, pulse: OpenQuestion) -> None:
    other = msgspec.structs.replace(pulse, campaign="other")
    desk = Desk(spool, clock, lambda: [pulse, other], lambda: STATUS, lambda: None)
    room = Room(desk, [])
    assert room.open_for(ANNA) == ["pulse", "other"]
    for day in (3, 2, 1):
        spool.shown("bert", Shown("pulse", clock.now().utc_ms - day * 86_400_000 * 40, Outcome.NOT_NOW))
    spool.prefer("bert", Preferences(first_seen_ms=clock.now().utc_ms - 86_400_000 * 200))
    assert room.open_for(BERT) == ["other", "pulse"]


@pytest.mark.parametrize(
    ("hour", "ahead_hours", "first"), [(7, 2, "other"), (16, 2, "pulse"), (16, -7, "other"), (11, -7, "pulse")]
)
def test_what_may_come_now_is_told_by_the_clock_of_the_laptop(
    spool: Spool, clock: "FakeClock", pulse: OpenQuestion, hour: int, ahead_hours: int, first: str
) -> None:
    monday = datetime(2026, 11, 16, hour, 30, tzinfo=UTC)
    now_ms = int(monday.timestamp() * 1000)
    clock.moment = dataclasses.replace(clock.moment, utc_ms=now_ms, utc_offset_minutes=60 * ahead_hours)
    for day in (3, 2, 1):
        spool.shown("anna", Shown("pulse", now_ms - day * 86_400_000 * 40, Outcome.NOT_NOW))
    spool.prefer("anna", Preferences(first_seen_ms=now_ms - 86_400_000 * 200))
    later = msgspec.structs.replace(pulse, campaign="other", expires_at=pulse.expires_at + 1)
    desk = Desk(spool, clock, lambda: [pulse, later], lambda: STATUS, lambda: None)
    assert Room(desk, []).open_for(ANNA)[0] == first


def test_input_that_a_tray_tells_is_passed_on_and_nothing_of_it_kept(spool: Spool, clock: Clock) -> None:
    heard: list[int] = []
    desk = Desk(spool, clock, list, lambda: STATUS, lambda: None, touched=heard.append)
    assert Room(desk, []).ask(TellInput(90), ANNA) == Done()
    assert heard == [90_000]


def test_whoever_asks_for_questions_is_met(spool: Spool, clock: Clock, pulse: OpenQuestion) -> None:
    met: list[str] = []
    desk = Desk(spool, clock, lambda: [pulse], lambda: STATUS, lambda: None, met=met.append)
    room = Room(desk, [])
    room.ask(AskPreferences(), BERT)
    room.ask(AskQuestions(), Peer("nobody", trusted=False, person=False))
    assert met == []
    room.ask(AskQuestions(), ANNA)
    assert met == ["anna"]


def test_what_was_sent_ends_with_the_messages_that_say_no_more(room: Room, spool: Spool, clock: Clock) -> None:
    now_ms = clock.now().utc_ms
    spool.ballots.keep(held())
    spool.ballots.close(CLOSES)
    (waiting,) = spool.ballots.ballots()
    spool.ballots.settle(waiting, now_ms - 1000, sent=True)
    assert list(room.desk.handle(AskSent(1), ANNA)) == [SentMessage(now_ms - 1000, "pulse"), Done()]
    spool.ballots.settle(waiting, now_ms - 2 * 86_400_000, sent=True)
    assert list(room.desk.handle(AskSent(1), ANNA)) == [Done()]


def test_a_policy_reaches_the_questions(spool: Spool, clock: Clock, pulse: OpenQuestion) -> None:
    desk = Desk(spool, clock, lambda: [pulse], lambda: STATUS, lambda: None, Rules(anonymous_only=True))
    assert Room(desk, []).open_for(ANNA) == []
