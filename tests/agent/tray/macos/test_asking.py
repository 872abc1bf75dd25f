"""The card of a question."""

import msgspec
import pytest

from barometer_agent.language import Say, speaker
from barometer_agent.tray.course import Course
from barometer_agent.tray.macos.asking import NOT_NOW, RETURN, SEND, SHARE, WORDS, question_card, response_of
from barometer_agent.tray.macos.card import Card, Closed, Field, Line, Presses, Tick
from barometer_shared.questions import (
    Anonymous,
    Calm,
    Choice,
    ChoiceAnswer,
    Effort,
    EffortAnswer,
    FacesAnswer,
    FreeText,
    FreeTextAnswer,
    NoOpinion,
    OpenQuestion,
    Option,
    Question,
    Recommend,
)

TEXT = {"en": "How?", "nl": "Hoe?"}


def card_of(asked: OpenQuestion, code: str = "en", *, offered: bool = False) -> Card:
    return question_card(Course(asked), speaker(code), code, offered=offered)


def asking(asked: OpenQuestion, question: Question) -> Card:
    return card_of(msgspec.structs.replace(asked, question=question))


def presses(card: Card) -> Presses:
    (found,) = (view for view in card.views if isinstance(view, Presses))
    return found


def test_who_asks_why_and_who_sees_it_stand_before_the_answer(asked: OpenQuestion) -> None:
    card = card_of(asked, "nl")
    assert (card.title, card.text) == ("Hoe werkte je laptop vandaag?", "De IT-servicedesk vraagt")
    why, seen, faces, share = card.views
    assert why == Line("Waarom: We pakken aan waar de meesten last van hebben.")
    assert isinstance(seen, Line)
    assert "alleen uitkomsten van groepen van 5 of meer mensen" in seen.text
    assert isinstance(faces, Presses)
    assert share == Tick(SHARE, "IT mag dit bij mijn laptop zien")


def test_ticking_says_that_it_will_see_it(asked: OpenQuestion) -> None:
    seen = card_of(asked).views[1]
    assert isinstance(seen, Line)
    assert seen.now({SHARE}).startswith("Who sees this? IT, with your laptop.")


def test_an_anonymous_question_cannot_be_shared_and_shows_the_hash_to_compare(asked: OpenQuestion) -> None:
    nobodys = Anonymous({"en": "Finance"}, "A" * 66, "0123456789abcdef" * 4, 12, 9)
    card = card_of(msgspec.structs.replace(asked, anonymous=nobodys))
    assert not any(isinstance(view, Tick) for view in card.views)
    lines = [view for view in card.views if isinstance(view, Line)]
    assert lines[1].now({SHARE}) == lines[1].text
    assert "counts for Finance (12 laptops)" in lines[1].text
    assert "01234567 89abcdef" in lines[2].text
    assert isinstance(card.views[3], Presses)


def test_each_face_has_its_words_its_key_and_its_answer(asked: OpenQuestion) -> None:
    faces = presses(card_of(asked))
    assert [(press.face, press.key, press.gives) for press in faces.buttons] == [
        (score, str(score), FacesAnswer(score)) for score in range(1, 6)
    ]
    assert [press.spoken for press in faces.buttons] == ["Very bad", "Bad", "All right", "Good", "Very good"]
    assert faces.in_a_row


def test_both_ends_of_a_scale_are_seen_and_spoken(asked: OpenQuestion) -> None:
    scale = presses(asking(asked, Effort(TEXT)))
    assert scale.ends == ("A lot of effort", "Little effort")
    assert [press.spoken for press in scale.buttons] == ["1: A lot of effort", *"23456", "7: Little effort"]
    assert [press.key for press in scale.buttons] == list("1234567")
    assert scale.buttons[2].gives == EffortAnswer(3)


@pytest.mark.parametrize("question", [Calm(TEXT), Recommend(TEXT)])
def test_on_a_scale_with_a_ten_no_digit_answers_at_once(asked: OpenQuestion, question: Question) -> None:
    scale = presses(asking(asked, question))
    assert [press.label for press in scale.buttons] == [str(point) for point in range(11)]
    assert {press.key for press in scale.buttons} == {""}


def test_options_stand_below_each_other_and_one_click_chooses(asked: OpenQuestion) -> None:
    options = [Option(name, {"en": name.upper()}) for name in "abc"]
    choice = presses(asking(asked, Choice(TEXT, options)))
    assert not choice.in_a_row
    assert [(press.label, press.key) for press in choice.buttons] == [("A", "1"), ("B", "2"), ("C", "3")]
    assert choice.buttons[1].gives == ChoiceAnswer("b")


def test_of_twelve_options_none_has_a_key_of_its_own(asked: OpenQuestion) -> None:
    options = [Option(str(number), {"en": str(number)}) for number in range(12)]
    assert {press.key for press in presses(asking(asked, Choice(TEXT, options))).buttons} == {""}


def test_words_are_written_in_a_field_that_is_named_for_the_question(asked: OpenQuestion) -> None:
    card = asking(asked, FreeText(TEXT))
    (field,) = (view for view in card.views if isinstance(view, Field))
    assert (field.id, field.name) == (WORDS, "How?")
    assert (card.exits[0].gives, card.exits[0].key) == (SEND, RETURN)
    assert field.most == 2000


def test_of_words_that_are_nobodys_fewer_fit(asked: OpenQuestion) -> None:
    nobodys = Anonymous({"en": "all"}, "A" * 66, "0" * 64, 9, 9)
    card = card_of(msgspec.structs.replace(asked, question=FreeText(TEXT), anonymous=nobodys))
    *_told, field, warning = card.views
    assert isinstance(field, Field)
    assert field.most == 500
    assert warning == Line("What you write, and how, can give you away.")


def test_escape_is_not_now_and_return_is_nothing_where_nothing_is_written(asked: OpenQuestion) -> None:
    exits = card_of(asked).exits
    assert [(press.gives, press.label, press.key) for press in exits] == [
        (NOT_NOW, "Not now", "\x1b"),
        (NoOpinion(), "No opinion", ""),
    ]


def test_what_comes_by_itself_takes_no_focus_and_each_goes_a_minute_after_the_last_touch(asked: OpenQuestion) -> None:
    offered, opened = card_of(asked, offered=True), card_of(asked)
    assert (offered.closes_after, offered.lingers, offered.takes_focus) == (60, 60, False)
    assert (opened.closes_after, opened.lingers, opened.takes_focus) == (60, 60, True)


def test_what_was_ticked_before_an_answer_was_taken_back_is_still_ticked(course: Course, say: Say) -> None:
    card = question_card(course.shared(share=True), say, "en", offered=False)
    assert Tick(SHARE, "IT may see this with my laptop", on=True) in card.views


@pytest.mark.parametrize(
    ("closed", "response"),
    [
        (Closed(FacesAnswer(2)), FacesAnswer(2)),
        (Closed(NoOpinion()), NoOpinion()),
        (Closed(SEND, words={WORDS: " It is slow. "}), FreeTextAnswer("It is slow.")),
        (Closed(SEND, words={WORDS: "  "}), None),
        (Closed(NOT_NOW), None),
        (Closed(), None),
    ],
)
def test_an_answer_is_what_was_pressed_or_written(closed: Closed, response: object) -> None:
    assert response_of(closed) == response
