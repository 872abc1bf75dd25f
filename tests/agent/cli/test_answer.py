"""``answer``: the open questions, in the terminal."""

from collections.abc import Callable
from random import Random

import pytest

from barometer_agent.cli.answer import Dialogue
from barometer_agent.language import speaker
from barometer_agent.tray.answering import Given
from barometer_shared.questions import (
    Anonymous,
    Calm,
    CalmAnswer,
    Choice,
    ChoiceAnswer,
    Effort,
    EffortAnswer,
    Faces,
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

TWO = Choice({"en": "Which?"}, [Option("a", {"en": "Network"}), Option("b", {"en": "Laptop"})])
Ask = Callable[..., tuple[Given | None, str]]


@pytest.fixture
def ask(pulse: OpenQuestion) -> Ask:
    def ask(question: Question, *typed: str, code: str = "en", **more: object) -> tuple[Given | None, str]:
        lines, shown = list(typed), []

        def read(prompt: str) -> str:
            shown.append(prompt)
            if not lines:
                raise EOFError
            return lines.pop(0) + "\n"

        asked = OpenQuestion("campaign", question, pulse.asker, pulse.why, pulse.expires_at, **more)  # type: ignore[arg-type]
        return Dialogue(speaker(code), code, read, shown.append, chance=Random(1)).ask(asked), "\n".join(shown)

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


ABOUT = [Option(name, {"en": name.title()}) for name in ("network", "laptop", "help")]
MORE = {"follow_ups": [FollowUp({"en": "What is it about?"}, ABOUT, 1, 2)], "contact": True}
NOBODYS = Anonymous({"en": "the finance team"}, "A" * 66, "0123456789abcdef" * 4, 23, 1_797_000_000_000)


def test_a_low_score_is_asked_what_it_is_about_in_an_order_of_chance(ask: Ask) -> None:
    chosen = set()
    for number in "123":
        given, shown = ask(Faces({"en": "?"}), "1", number, "", "", "", **MORE)
        assert "What is it about?" in shown
        assert given is not None
        assert f"  {number}  {given.topic.title()}" in shown
        chosen.add(given.topic)
    assert chosen == {"network", "laptop", "help"}
    assert "What is it about?" not in ask(Faces({"en": "?"}), "3", "", "", "", **MORE)[1]


def test_what_it_is_about_may_be_left_out_and_is_asked_again_when_it_is_none_of_them(ask: Ask) -> None:
    assert ask(Faces({"en": "?"}), "1", "", "", "", "", **MORE)[0] == Given(FacesAnswer(1))
    given, shown = ask(Faces({"en": "?"}), "1", "4", "net", "2", "", "", "", **MORE)
    assert shown.count("Please type a number from 1 to 3, or only Enter.") == 2
    assert given is not None
    assert given.topic


def test_whoever_wants_to_be_contacted_is_told_that_it_sees_the_answer(ask: Ask) -> None:
    given, shown = ask(Faces({"en": "?"}), "5", "n", "y", "call me", **MORE)
    assert given == Given(FacesAnswer(5), share=True, comment="call me", contact=True)
    assert "Then IT sees it with your laptop." in shown
    assert "contact" not in ask(Faces({"en": "?"}), "5", "n", "")[1]


def test_an_anonymous_question_says_so_and_asks_for_nothing_to_be_shared(ask: Ask) -> None:
    given, shown = ask(Faces({"en": "?"}), "4", "the dock", anonymous=NOBODYS, contact=True)
    assert given == Given(FacesAnswer(4), comment="the dock")
    said = " ".join(shown.split())
    assert "Your answer does not say that it is yours" in said
    assert "01234567 89abcdef" in said
    assert "What you write, and how, can give you away." in said
    assert "May IT" not in said


def test_where_no_comment_is_wanted_none_is_asked_for(ask: Ask) -> None:
    assert "Anything to add?" not in ask(Faces({"en": "?"}), "4", "", comments=False)[1]
