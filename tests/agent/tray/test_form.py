"""One question in the browser."""

import re
import threading
from random import Random

import httpx
import msgspec
import pytest

from barometer_agent.language import speaker
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray import form as module
from barometer_agent.tray.answering import Given
from barometer_agent.tray.course import Stage
from barometer_agent.tray.form import Conversation, show
from barometer_agent.tray.form_pages import FormPages
from barometer_agent.tray.keeper import NoWindowError
from barometer_agent.tray.local_form import LocalForm
from barometer_shared.questions import (
    Anonymous,
    Choice,
    ChoiceAnswer,
    FacesAnswer,
    FollowUp,
    FreeText,
    FreeTextAnswer,
    NoOpinion,
    OpenQuestion,
    Option,
    Question,
    Recommend,
    RecommendAnswer,
    Response,
)

OPTIONS = [Option("network", {"en": "Network"}), Option("help", {"en": "Help"})]
End = Given | Outcome


class Talk:
    """A conversation, and what was told of it."""

    def __init__(self, asked: OpenQuestion) -> None:
        self.told: list[End] = []
        with LocalForm() as form:
            pages = FormPages(form, speaker("en"), "en", "today")
        self.own = Conversation(asked, pages, speaker("en"), self.told.append, Random(1))

    def send(self, do: str, **fields: str) -> str:
        return self.own.hear({"do": do, **fields}).page


@pytest.fixture
def more(pulse: OpenQuestion) -> OpenQuestion:
    return msgspec.structs.replace(pulse, follow_ups=[FollowUp({"en": "About?"}, OPTIONS, 1, 2)], contact=True)


def test_each_press_is_one_step_to_thanks(more: OpenQuestion) -> None:
    talk = Talk(more)
    assert "About?" in talk.send("answer 2")
    assert "your answer counts" in talk.send("about help")
    talk.send("done", comment=" since Monday ", contact="yes")
    end = Given(FacesAnswer(2), share=True, comment="since Monday", topic="help", contact=True)
    assert talk.told == [Given(FacesAnswer(2)), Given(FacesAnswer(2), topic="help"), end]
    assert talk.own.course.stage is Stage.ENDED


def test_what_is_ticked_before_the_answer_goes_with_it(more: OpenQuestion) -> None:
    talk = Talk(more)
    talk.send("answer 5", share="yes")
    talk.send("done")
    assert talk.own.course.end == Given(FacesAnswer(5), share=True)


@pytest.mark.parametrize("pages", [["answer 1"], ["answer 1", "about help"]])
def test_undo_is_possible_on_every_page(more: OpenQuestion, pages: list[str]) -> None:
    talk = Talk(more)
    for page in pages:
        talk.send(page)
    assert "Very good" in talk.send("undo")
    talk.send("not_now")
    assert talk.told[-1] is Outcome.NOT_NOW


@pytest.mark.parametrize(
    ("question", "fields", "response"),
    [
        (Recommend({"en": "?"}), {"do": "answer 10"}, RecommendAnswer(10)),
        (Choice({"en": "?"}, OPTIONS), {"do": "answer 2"}, ChoiceAnswer("help")),
        (FreeText({"en": "?"}), {"do": "send", "words": " mail "}, FreeTextAnswer("mail")),
        (FreeText({"en": "?"}), {"do": "no_opinion"}, NoOpinion()),
    ],
)
def test_every_type_of_question_is_answered(
    pulse: OpenQuestion, question: Question, fields: dict[str, str], response: Response
) -> None:
    talk = Talk(msgspec.structs.replace(pulse, question=question))
    talk.own.hear(fields)
    assert talk.own.course.end == Given(response)


@pytest.mark.parametrize("sent", ["answer 9", "answer ٣", "answer", "send", "", "about help", "done", "undo"])
def test_what_is_no_answer_is_asked_again(more: OpenQuestion, sent: str) -> None:
    talk = Talk(more)
    assert "Please choose one of the answers" in talk.send(sent, words="?" if sent != "send" else " ")
    assert talk.told == [Outcome.NOT_NOW]


def test_a_page_of_before_that_is_sent_again_changes_nothing(more: OpenQuestion) -> None:
    talk = Talk(more)
    talk.send("answer 1")
    talk.send("answer 5")
    talk.send("about elsewhere")
    assert talk.own.course.end == Given(FacesAnswer(1))
    talk.send("about help")
    talk.send("answer 5")
    assert talk.own.course.end == Given(FacesAnswer(1), topic="help")


def test_an_anonymous_answer_is_never_shared(more: OpenQuestion) -> None:
    nobodys = msgspec.structs.replace(more, anonymous=Anonymous({"en": "all"}, "A" * 66, "0" * 64, 9, 9))
    talk = Talk(nobodys)
    talk.send("answer 5", share="yes")
    talk.send("done", contact="yes", comment="x" * 2000)
    assert talk.own.course.end == Given(FacesAnswer(5), comment="x" * 500)


def test_a_real_browser_would_answer_it(more: OpenQuestion) -> None:
    told: list[End] = []

    def browse(page: str) -> bool:
        (address,) = re.findall(r'action="([^"]+)"', page)
        threading.Thread(target=answer, args=(address,)).start()
        return True

    assert show(more, speaker("en"), "en", "today", browse, told.append) == Given(FacesAnswer(4), comment="fine")
    assert told[0] == Given(FacesAnswer(4))


def answer(address: str) -> None:
    with httpx.Client(trust_env=False, timeout=10) as client:
        client.post(address, data={"do": "answer 4"})
        client.post(address, data={"do": "done", "comment": "fine"})


def test_nobody_there_is_unanswered(more: OpenQuestion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUESTION_SECONDS", 0.01)
    assert show(more, speaker("en"), "en", "today", lambda _page: True) is Outcome.UNANSWERED


def test_without_a_browser_it_says_so(more: OpenQuestion) -> None:
    with pytest.raises(NoWindowError, match="no browser"):
        show(more, speaker("en"), "en", "today", lambda _page: False)
