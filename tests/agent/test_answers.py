"""What is taken of what people answer and tell."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from barometer_agent.answers import LATE_MS, MOST_TOLD, Answers
from barometer_agent.clock import Clock
from barometer_agent.language.en import TEXTS
from barometer_agent.link.messages import Done, GiveAnswer, PutOff, Refusal, TellIt
from barometer_agent.spool import Spool
from barometer_agent.spool.prompts import Outcome
from barometer_shared.anonymous import unseal
from barometer_shared.questions import (
    TELL_IT,
    Answer,
    FacesAnswer,
    FollowUp,
    FreeTextAnswer,
    NoOpinion,
    OpenQuestion,
    Option,
    Response,
    Sharing,
)
from barometer_shared.samples import AgentFacts
from tests.agent.voting import anonymous, held

if TYPE_CHECKING:
    FakeClock = Any

ABOUT = [Option("network", {"en": "Network"}), Option("help", {"en": "Help from IT"})]
BAD = FollowUp({"en": "What is it about?"}, ABOUT, lowest=1, highest=2)


@pytest.fixture
def asked(pulse: OpenQuestion) -> OpenQuestion:
    return msgspec.structs.replace(pulse, follow_ups=[BAD], contact=True)


@pytest.fixture
def answers(spool: Spool, clock: Clock, asked: OpenQuestion) -> Answers:
    return Answers(spool, clock, lambda: [asked], lambda: None)


@pytest.fixture
def kept(spool: Spool, clock: Clock, agent: AgentFacts) -> Callable[[], list[Answer]]:
    """The answers that are sent next."""

    def read() -> list[Answer]:
        batch = spool.next_batch(agent, clock.now(), None)
        return list(batch.decoded().answers) if batch else []

    return read


def given(response: Response, sharing: Sharing = Sharing.CONFIDENTIAL, **more: object) -> GiveAnswer:
    return msgspec.structs.replace(GiveAnswer("pulse", response, sharing), **more)


def test_what_it_is_about_and_the_wish_to_be_contacted_go_with_the_answer(
    answers: Answers, kept: Callable[[], list[Answer]]
) -> None:
    wanted = given(FacesAnswer(2), Sharing.SHARED, topic="network", contact=True)
    assert answers.take(wanted, "anna") == Done()
    (answer,) = kept()
    assert (answer.topic, answer.contact, answer.mood) == ("network", True, None)


@pytest.mark.parametrize(
    "wrong",
    [
        given(FacesAnswer(2), topic="weather"),  # no option
        given(FacesAnswer(3), topic="network"),  # not asked after this score
        given(NoOpinion(), topic="network"),
        given(FacesAnswer(2), contact=True),  # nobody would know whom
    ],
)
def test_what_was_not_asked_is_no_answer(answers: Answers, kept: Callable[[], list[Answer]], wrong: GiveAnswer) -> None:
    assert answers.take(wrong, "anna") == Refusal("wrong_answer")
    assert kept() == []


def test_contact_is_only_for_questions_that_offer_it(spool: Spool, clock: Clock, pulse: OpenQuestion) -> None:
    answers = Answers(spool, clock, lambda: [pulse], lambda: None)
    wanted = given(FacesAnswer(2), Sharing.SHARED, contact=True)
    assert answers.take(wanted, "anna") == Refusal("wrong_answer")


class Closing:
    """A question that closes in a minute; ``named`` is what the collector names."""

    def __init__(self, spool: Spool, clock: Clock, asked: OpenQuestion) -> None:
        self.named = [msgspec.structs.replace(asked, expires_at=clock.now().utc_ms + 60_000)]
        self.answers = Answers(spool, clock, lambda: self.named, lambda: None)


@pytest.fixture
def closing(spool: Spool, clock: Clock, asked: OpenQuestion) -> Closing:
    return Closing(spool, clock, asked)


def test_what_closes_while_it_is_shown_is_taken_for_twenty_minutes_and_shown_to_nobody(
    closing: Closing, clock: "FakeClock", kept: Callable[[], list[Answer]]
) -> None:
    clock.advance(60_000 + LATE_MS - 1)
    assert list(closing.answers.open("anna")) == []
    assert closing.answers.put_off(PutOff("pulse", Outcome.NOT_NOW), "anna") == Done()
    assert closing.answers.take(given(FacesAnswer(4)), "anna") == Done()
    assert closing.answers.take(given(FacesAnswer(4)), "anna") == Refusal("not_open")
    clock.advance(1)
    assert closing.answers.take(given(FacesAnswer(4)), "bert") == Refusal("not_open")
    assert closing.answers.put_off(PutOff("pulse", Outcome.NOT_NOW), "bert") == Refusal("not_open")
    assert [answer.account for answer in kept()] == ["anna"]


def test_what_the_collector_names_no_more_is_taken_for_twenty_minutes_after_it_was_open(
    closing: Closing, clock: "FakeClock"
) -> None:
    assert [question.campaign for question in closing.answers.open("anna")] == ["pulse"]
    closing.named = []
    clock.advance(LATE_MS - 1)
    assert list(closing.answers.open("anna")) == []
    assert closing.answers.take(given(FacesAnswer(4)), "anna") == Done()
    clock.advance(1)
    assert closing.answers.take(given(FacesAnswer(4)), "bert") == Refusal("not_open")


def test_what_the_collector_asks_in_another_way_by_now_is_asked_in_no_other(
    closing: Closing, clock: "FakeClock"
) -> None:
    assert list(closing.answers.open("anna"))
    closing.named = [msgspec.structs.replace(closing.named[0], anonymous=anonymous())]
    assert closing.answers.take(given(FacesAnswer(4)), "anna") == Refusal("no_ticket")


def test_what_somebody_tells_is_kept_as_often_as_it_is_told_and_counts_as_no_question(
    answers: Answers, spool: Spool, kept: Callable[[], list[Answer]]
) -> None:
    assert answers.tell(TellIt("  the dock fails  ", mood=2, language="nl"), "anna") == Done()
    assert answers.tell(TellIt("again", share=True, contact=True), "anna") == Done()
    first, second = kept()
    assert (first.campaign, first.response, first.mood) == (TELL_IT, FreeTextAnswer("the dock fails"), 2)
    assert (first.sharing, first.contact, first.language) == (Sharing.CONFIDENTIAL, False, "nl")
    assert (second.sharing, second.contact, second.mood) == (Sharing.SHARED, True, None)
    assert spool.history("anna") == []


@pytest.mark.parametrize("wrong", [TellIt("   "), TellIt("call me", contact=True)])
def test_nothing_said_or_nobody_to_contact_is_refused(answers: Answers, wrong: TellIt) -> None:
    assert answers.tell(wrong, "anna") == Refusal("wrong_answer")


def test_a_program_that_talks_without_end_is_stopped_for_an_hour_and_nobody_else_is(
    answers: Answers, clock: "FakeClock"
) -> None:
    for _ in range(MOST_TOLD):
        assert answers.tell(TellIt("again"), "anna") == Done()
    assert answers.tell(TellIt("again"), "anna") == Refusal("told_enough")
    assert "link.told_enough" in TEXTS
    assert answers.tell(TellIt("once"), "bert") == Done()
    clock.advance(3_600_000)
    assert answers.tell(TellIt("later"), "anna") == Done()


def test_what_the_disk_cannot_keep_is_said_and_may_be_told_again(answers: Answers, spool: Spool) -> None:
    spool._read(lambda connection: connection.execute("PRAGMA query_only = ON").close())
    assert answers.tell(TellIt("hello"), "anna") == Refusal("not_kept")
    spool._read(lambda connection: connection.execute("PRAGMA query_only = OFF").close())
    assert answers.tell(TellIt("hello"), "anna") == Done()


class Apart:
    """Answers where the question is anonymous, and Anna holds a ticket to it."""

    def __init__(self, spool: Spool, clock: Clock, asked: OpenQuestion, only_anonymous: bool = False) -> None:
        other = msgspec.structs.replace(asked, campaign="other")
        self.asked = msgspec.structs.replace(asked, anonymous=anonymous())
        self.woken: list[bool] = []
        self.answers = Answers(
            spool, clock, lambda: [self.asked, other], lambda: self.woken.append(True), only_anonymous
        )
        spool.ballots.keep(held())

    def campaigns(self, account: str) -> list[str]:
        return [question.campaign for question in self.answers.open(account)]


@pytest.fixture
def apart(spool: Spool, clock: Clock, asked: OpenQuestion) -> Apart:
    return Apart(spool, clock, asked)


def test_an_anonymous_question_is_open_for_whoever_holds_a_ticket_until_it_is_answered(apart: Apart) -> None:
    assert apart.campaigns("bert") == ["other"]
    assert apart.campaigns("anna") == ["pulse", "other"]
    assert apart.answers.take(given(FacesAnswer(2)), "anna") == Done()
    assert apart.campaigns("anna") == ["other"]
    assert apart.answers.take(given(FacesAnswer(2)), "anna") == Refusal("not_open")


def test_an_anonymous_answer_waits_apart_and_wakes_nobody(
    apart: Apart, spool: Spool, kept: Callable[[], list[Answer]]
) -> None:
    ticked = given(FacesAnswer(2), Sharing.SHARED, comment="slow", topic="network", contact=True, language="nl")
    assert apart.answers.take(ticked, "anna") == Done()
    (waiting,) = spool.ballots.ballots()
    ballot = unseal(waiting.body)
    assert (ballot.response, ballot.topic, ballot.comment) == (FacesAnswer(2), "network", "slow")
    assert kept() == []
    assert apart.woken == []


def test_the_history_of_an_anonymous_question_says_that_it_was_shown(apart: Apart, spool: Spool) -> None:
    apart.answers.take(given(FacesAnswer(2)), "anna")
    assert [shown.outcome for shown in spool.history("anna")] == [Outcome.UNANSWERED]


def test_what_does_not_fit_an_anonymous_question_is_refused(apart: Apart, spool: Spool) -> None:
    for wrong in (given(FreeTextAnswer("x")), given(FacesAnswer(2), topic="weather")):
        assert apart.answers.take(wrong, "anna") == Refusal("wrong_answer")
    assert spool.ballots.held("anna")


def test_without_a_ticket_one_may_be_asked_elsewhere(apart: Apart) -> None:
    assert apart.answers.take(given(FacesAnswer(2)), "bert") == Refusal("no_ticket")
    assert "link.no_ticket" in TEXTS
    assert apart.answers.take(given(FacesAnswer(2), campaign="unknown"), "bert") == Refusal("not_open")


def test_an_anonymous_question_may_be_put_off(apart: Apart, spool: Spool) -> None:
    assert apart.answers.put_off(PutOff("pulse", Outcome.NOT_NOW), "anna") == Done()
    assert apart.answers.put_off(PutOff("pulse", Outcome.NOT_NOW), "bert") == Refusal("not_open")
    assert apart.campaigns("anna") == ["pulse", "other"]


def test_by_policy_nothing_else_is_asked(spool: Spool, clock: Clock, asked: OpenQuestion) -> None:
    apart = Apart(spool, clock, asked, only_anonymous=True)
    assert apart.campaigns("anna") == ["pulse"]
    refused = apart.answers.take(given(FacesAnswer(2), campaign="other"), "anna")
    assert refused == Refusal("not_open")


def test_an_anonymous_answer_that_the_disk_cannot_keep_may_be_given_again(apart: Apart, spool: Spool) -> None:
    spool._read(lambda connection: connection.execute("PRAGMA query_only = ON").close())
    assert apart.answers.take(given(FacesAnswer(2)), "anna") == Refusal("not_kept")
    spool._read(lambda connection: connection.execute("PRAGMA query_only = OFF").close())
    assert apart.answers.take(given(FacesAnswer(2)), "anna") == Done()


def test_an_anonymous_question_is_answered_no_later_than_it_closes(apart: Apart, clock: "FakeClock") -> None:
    apart.asked = msgspec.structs.replace(apart.asked, expires_at=clock.now().utc_ms + 60_000)
    assert apart.campaigns("anna") == ["pulse", "other"]
    clock.advance(60_000)
    assert apart.answers.take(given(FacesAnswer(2)), "anna") == Refusal("not_open")
    assert apart.answers.put_off(PutOff("pulse", Outcome.NOT_NOW), "anna") == Refusal("not_open")


def test_an_anonymous_question_that_is_named_no_more_is_not_answered(spool: Spool, apart: Apart) -> None:
    named = [apart.asked]
    answers = Answers(spool, apart.answers._clock, lambda: named, lambda: None)
    assert list(answers.open("anna"))
    named.clear()
    assert answers.take(given(FacesAnswer(2)), "anna") == Refusal("not_open")
