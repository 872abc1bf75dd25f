"""``answer``: the open questions, in the terminal."""

from collections.abc import Callable

import pytest

from barometer_agent.cli.answer import Dialogue
from barometer_agent.language import speaker
from barometer_agent.tray.answering import Given
from barometer_shared.questions import (
    Calm,
    CalmAnswer,
    Choice,
    ChoiceAnswer,
    Effort,
    EffortAnswer,
    Faces,
    FacesAnswer,
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

TWO = Choice({"en": "Which?"}, [Option("a", {"en": "Network"}), Option("b", {"en": "Laptop"})])
Ask = Callable[..., tuple[Given | None, str]]


@pytest.fixture
def ask(pulse: OpenQuestion) -> Ask:
    def ask(question: Question, *typed: str, code: str = "en") -> tuple[Given | None, str]:
        lines, shown = list(typed), []

        def read(prompt: str) -> str:
            shown.append(prompt)
            if not lines:
                raise EOFError
            return lines.pop(0) + "\n"

        asked = OpenQuestion("campaign", question, pulse.asker, pulse.why, pulse.expires_at)
        return Dialogue(speaker(code), code, read, shown.append).ask(asked), "\n".join(shown)

    return ask


@pytest.mark.parametrize(
    ("question", "typed", "response"),
    [
        (Faces({"en": "?"}), "4", FacesAnswer(4)),
        (Effort({"en": "?"}), "7", EffortAnswer(7)),
        (Recommend({"en": "?"}), "10", RecommendAnswer(10)),
        (Calm({"en": "?"}), "0", CalmAnswer(0)),
        (TWO, "2", ChoiceAnswer("b")),
        (FreeText({"en": "?"}), "mail is slow", FreeTextAnswer("mail is slow")),
    ],
)
def test_every_type_of_question_is_answered_by_typing(
    ask: Ask, question: Question, typed: str, response: Response
) -> None:
    assert ask(question, typed, "", "")[0] == Given(response)


def test_who_asks_why_and_who_sees_it_stand_before_the_answer(ask: Ask) -> None:
    _, shown = ask(Faces({"nl": "Hoe ging het?", "en": "?"}), code="nl")
    places = [
        shown.index(words) for words in ("De IT-servicedesk", "Hoe ging het?", "Waarom:", "Wie ziet dit?", "Jouw")
    ]
    assert places == sorted(places)


def test_a_long_reason_breaks_between_words(pulse: OpenQuestion) -> None:
    why = " ".join(f"reason{number}" for number in range(40))
    asked = OpenQuestion("campaign", Faces({"en": "?"}), pulse.asker, {"en": why}, pulse.expires_at)
    shown: list[str] = []
    Dialogue(speaker("en"), "en", lambda _prompt: "", shown.append, columns=30).ask(asked)
    told = next(text for text in shown if "reason39" in text)
    assert " ".join(told.split()).endswith(why)
    assert max(len(line) for line in told.splitlines()) <= 30


@pytest.mark.parametrize(
    ("typed", "share"), [("y", True), ("Yes", True), ("n", False), ("", False), ("yes please", False)]
)
def test_sharing_is_a_clear_yes_or_nothing(ask: Ask, typed: str, share: bool) -> None:
    assert ask(Faces({"en": "?"}), "3", typed, "it was fine")[0] == Given(FacesAnswer(3), share, "it was fine")


@pytest.mark.parametrize(("typed", "share"), [("j", True), ("Ja", True), ("nee", False), ("y", False)])
def test_a_dutch_yes_is_a_ja(ask: Ask, typed: str, share: bool) -> None:
    assert ask(Faces({"en": "?"}), "3", typed, "", code="nl")[0] == Given(FacesAnswer(3), share)


@pytest.mark.parametrize("wrong", ["9", "four", "-1", "٣", "4.5"])
def test_a_wrong_answer_is_asked_again(ask: Ask, wrong: str) -> None:
    given, shown = ask(Faces({"en": "?"}), wrong, "4", "", "")
    assert given == Given(FacesAnswer(4))
    assert "Please type a number from 1 to 5" in shown


def test_only_enter_is_not_now_and_so_is_the_end_of_input(ask: Ask) -> None:
    assert ask(Faces({"en": "?"}), "")[0] is None
    assert ask(Faces({"en": "?"}))[0] is None
    assert ask(FreeText({"en": "?"}), "  ")[0] is None


def test_an_answer_counts_although_the_input_ends_after_it(ask: Ask) -> None:
    assert ask(Faces({"en": "?"}), "5")[0] == Given(FacesAnswer(5))


def test_no_opinion_ends_it(ask: Ask) -> None:
    assert ask(TWO, "o")[0] == Given(NoOpinion())
