"""The pages of a question in the browser."""

from html.parser import HTMLParser
from random import Random

import msgspec
import pytest

from barometer_agent.language import speaker
from barometer_agent.tray.course import Course
from barometer_agent.tray.form_pages import FormPages
from barometer_agent.tray.local_form import LocalForm
from barometer_shared.questions import (
    Anonymous,
    Calm,
    Choice,
    FacesAnswer,
    FollowUp,
    FreeText,
    OpenQuestion,
    Option,
    Question,
)

OPTIONS = [Option("a", {"en": "<A>"}), Option("b", {"en": "B"})]


class Read(HTMLParser):
    """What is on a page: its words in their order, its buttons, its fields and what each is called."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.buttons: dict[str, str] = {}
        self.fields: list[str] = []
        self.labels: dict[str, str] = {}
        self._inside: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = dict(attributes)
        self._inside.append((tag, told))
        if tag in ("input", "textarea"):
            self.fields.append(str(told["id"]))

    def handle_data(self, data: str) -> None:
        tag, told = self._inside[-1] if self._inside else ("", {})
        if tag in ("style", "script") or not data.strip():
            return
        self.words.append(data.strip())
        if tag == "button" and "value" in told:
            self.buttons[str(told["value"])] = data
        elif tag == "label":
            self.labels[str(told["for"])] = data


@pytest.fixture
def pages() -> FormPages:
    with LocalForm() as form:
        return FormPages(form, speaker("en"), "en", "today")


@pytest.fixture
def more(pulse: OpenQuestion) -> OpenQuestion:
    return msgspec.structs.replace(pulse, follow_ups=[FollowUp({"en": "About?"}, OPTIONS)], contact=True)


def course(asked: OpenQuestion, question: Question | None = None) -> Course:
    return Course(msgspec.structs.replace(asked, question=question) if question else asked)


def test_who_asks_who_sees_it_and_why_stand_before_the_answers(pages: FormPages, more: OpenQuestion) -> None:
    shown = "\n".join(Read(pages.of(course(more))).words)
    wanted = ("The IT service desk asks", "Who sees this?", "Why:", "IT may see this with my laptop", "Very bad")
    places = [shown.index(words) for words in wanted]
    assert places == sorted(places)


def test_every_answer_is_a_button_with_its_own_words(pages: FormPages, more: OpenQuestion) -> None:
    faces = Read(pages.of(course(more))).buttons
    assert faces == {
        "answer 1": "Very bad",
        "answer 2": "Bad",
        "answer 3": "All right",
        "answer 4": "Good",
        "answer 5": "Very good",
        "no_opinion": "No opinion",
        "not_now": "Not now",
    }
    calm = Read(pages.of(course(more, Calm({"en": "?"})))).buttons
    assert (calm["answer 0"], calm["answer 7"], calm["answer 10"]) == ("0: Not calm at all", "7", "10: Completely calm")
    choice = Read(pages.of(course(more, Choice({"en": "?"}, OPTIONS)))).buttons
    assert (choice["answer 1"], choice["answer 2"]) == ("<A>", "B")


@pytest.mark.parametrize("stage", ["question", "text", "about", "thanks", "contact"])
def test_every_field_has_a_name_that_is_read_aloud(pages: FormPages, more: OpenQuestion, stage: str) -> None:
    answered = course(more).answered(FacesAnswer(1), Random(1))
    shown = {
        "question": course(more),
        "text": course(more, FreeText({"en": "What?"})),
        "about": answered,
        "thanks": answered.about(),
        "contact": answered.about().contacted(contact=True),
    }[stage]
    read = Read(pages.of(shown))
    assert set(read.fields) == set(read.labels)
    assert read.fields or stage == "about"


def test_an_anonymous_question_has_nothing_to_tick_and_tells_its_number(pages: FormPages, more: OpenQuestion) -> None:
    anonymous = Anonymous({"en": "all"}, "A" * 66, "01234567" * 8, 9, 9)
    nobodys = course(msgspec.structs.replace(more, anonymous=anonymous))
    read = Read(pages.of(nobodys))
    assert read.fields == []
    assert "01234567 01234567" in "\n".join(read.words)
    read = Read(pages.of(nobodys.answered(FacesAnswer(5), Random(1)).about()))
    assert read.fields == ["comment"]
    assert "What you write, and how, can give you away." in read.words


def test_what_was_wrong_is_said_at_once(pages: FormPages, more: OpenQuestion) -> None:
    assert '<p role="alert">Please choose.</p>' in pages.of(course(more), "Please choose.")
    assert "alert" not in Read(pages.of(course(more))).words


def test_return_in_a_tick_answers_nothing(pages: FormPages, more: OpenQuestion) -> None:
    shown = pages.of(course(more))
    assert shown.index('<button type="submit" hidden>') < shown.index('value="answer 1"')


def test_the_last_page_asks_for_nothing(pages: FormPages, more: OpenQuestion) -> None:
    shown = pages.of(course(more).closed())
    assert "You can close this page now." in shown
    assert "<form" not in shown
