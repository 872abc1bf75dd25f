"""What is offered to whom, and what is kept of an answer."""

import msgspec
import pytest

from barometer_agent.anonymous.answering import Words, offered, words
from barometer_agent.link.messages import GiveAnswer
from barometer_agent.spool.tickets import State
from barometer_shared.anonymous import MAX_OWN_WORDS, Ballot, own_words, seal
from barometer_shared.questions import FacesAnswer, FreeTextAnswer, NoOpinion, OpenQuestion, Sharing
from tests.agent.voting import anonymous, held

GIVEN = GiveAnswer("pulse", FacesAnswer(4), Sharing.SHARED, "x" * 2000, "nl", "network", contact=True)


@pytest.fixture
def asked(pulse: OpenQuestion) -> OpenQuestion:
    return msgspec.structs.replace(pulse, anonymous=anonymous(), contact=True)


def test_an_anonymous_question_is_offered_to_whoever_holds_a_ticket(asked: OpenQuestion) -> None:
    assert list(offered([asked], {}, only=False)) == []
    assert list(offered([asked], {"other": held()}, only=False)) == []
    (question,) = offered([asked], {"pulse": held()}, only=False)
    assert question.campaign == "pulse"


def test_it_is_told_as_when_its_ticket_was_asked_for_and_wants_no_contact(asked: OpenQuestion) -> None:
    later = msgspec.structs.replace(anonymous(), laptops=1)
    (question,) = offered([msgspec.structs.replace(asked, anonymous=later)], {"pulse": held()}, only=False)
    assert question.anonymous == anonymous()
    assert not question.contact


def test_under_other_keys_than_those_of_its_ticket_it_is_not_asked(asked: OpenQuestion) -> None:
    other = msgspec.structs.replace(asked, anonymous=anonymous(keys="cd" * 32))
    assert list(offered([other], {"pulse": held()}, only=False)) == []


@pytest.mark.parametrize("state", State)
def test_only_a_ticket_that_is_held_lets_somebody_answer(asked: OpenQuestion, state: State) -> None:
    tickets = {"pulse": held()._replace(state=state)}
    assert [each.campaign for each in offered([asked], tickets, only=False)] == ["pulse"] * (state is State.HELD)


@pytest.mark.parametrize("state", State)
def test_a_question_that_was_anonymous_is_never_asked_in_another_way(pulse: OpenQuestion, state: State) -> None:
    assert list(offered([pulse], {"pulse": held()._replace(state=state)}, only=False)) == []


def test_a_policy_can_leave_anonymous_questions_alone(pulse: OpenQuestion, asked: OpenQuestion) -> None:
    other = msgspec.structs.replace(pulse, campaign="other")
    tickets = {"pulse": held()}
    assert [each.campaign for each in offered([asked, other], tickets, only=False)] == ["pulse", "other"]
    assert [each.campaign for each in offered([asked, other], tickets, only=True)] == ["pulse"]


def test_of_an_answer_language_and_ticks_are_not_kept_and_words_up_to_a_limit(asked: OpenQuestion) -> None:
    assert words(asked, GIVEN) == Words(FacesAnswer(4), "network", "x" * MAX_OWN_WORDS)


def test_where_no_comment_was_asked_for_none_is_kept(asked: OpenQuestion) -> None:
    assert words(msgspec.structs.replace(asked, comments=False), GIVEN).comment == ""


@pytest.mark.parametrize("length", [1, 499, 500, 2000])
def test_all_of_somebodys_own_words_fit_a_message(asked: OpenQuestion, length: int) -> None:
    kept = words(asked, msgspec.structs.replace(GIVEN, response=FreeTextAnswer("\x01" * length)))
    assert own_words(kept.response, kept.comment) <= MAX_OWN_WORDS
    seal(Ballot("A" * 195, *kept))


def test_having_no_opinion_is_an_answer(asked: OpenQuestion) -> None:
    given = GiveAnswer("pulse", NoOpinion(), Sharing.ANONYMOUS)
    assert words(asked, given) == Words(NoOpinion(), "", "")
    assert words(asked, msgspec.structs.replace(given, comment="but", topic="network")) == Words(NoOpinion(), "", "")
