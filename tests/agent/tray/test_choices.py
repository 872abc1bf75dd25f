"""The part of the window that answers."""

import tkinter as tk
from collections.abc import Callable

import pytest

from barometer_agent.language import speaker
from barometer_agent.tray.choices import Choices
from barometer_agent.tray.look import LIGHT
from barometer_agent.tray.parts import Parts
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
    Option,
    Question,
    Recommend,
    RecommendAnswer,
    Response,
)

pytestmark = pytest.mark.desktop

NUM_LOCK = 1 << 4  # Mod2 of the X Window System, where every common keyboard has it
TWO = Choice({"en": "Which?"}, [Option("a", {"en": "Network"}), Option("b", {"en": "Laptop"})])


def shown(root: tk.Tk, question: Question) -> tuple[tk.Frame, list[Response]]:
    answers: list[Response] = []
    parts = Parts(root, LIGHT)
    frame = parts.fresh()
    Choices(parts, frame, speaker("en"), "en", answers.append).show(question)
    root.update()
    return frame, answers


def everything(widget: tk.Misc) -> list[tk.Misc]:
    return [widget, *(one for child in widget.winfo_children() for one in everything(child))]


def buttons(frame: tk.Frame) -> list[tk.Button]:
    return [widget for widget in everything(frame) if isinstance(widget, tk.Button)]


@pytest.mark.parametrize(
    ("question", "number_of_choices", "last"),
    [
        (Faces({"en": "?"}), 5, FacesAnswer(5)),
        (Effort({"en": "?"}), 7, EffortAnswer(7)),
        (Recommend({"en": "?"}), 11, RecommendAnswer(10)),
        (Calm({"en": "?"}), 11, CalmAnswer(10)),
        (TWO, 2, ChoiceAnswer("b")),
    ],
)
def test_one_click_answers(root: tk.Tk, question: Question, number_of_choices: int, last: Response) -> None:
    frame, answers = shown(root, question)
    found = buttons(frame)
    assert len(found) == number_of_choices
    found[-1].invoke()
    assert answers == [last]


@pytest.mark.parametrize(
    ("question", "key", "answer"),
    [
        (Faces({"en": "?"}), "4", FacesAnswer(4)),
        (Faces({"en": "?"}), "1", FacesAnswer(1)),
        (Effort({"en": "?"}), "7", EffortAnswer(7)),
        (TWO, "2", ChoiceAnswer("b")),
    ],
)
def test_one_key_answers(
    root: tk.Tk, press: Callable[[str], None], question: Question, key: str, answer: Response
) -> None:
    _, answers = shown(root, question)
    press(key)
    assert answers == [answer]


@pytest.mark.parametrize("question", [Faces({"en": "?"}), TWO])
def test_the_digits_of_the_keypad_answer_as_well(root: tk.Tk, press: Callable[[str], None], question: Question) -> None:
    _, answers = shown(root, question)
    press("Shift_L")  # so that the window has the keys
    assert answers == []
    root.event_generate("<Key-KP_2>", state=NUM_LOCK)
    assert answers in ([FacesAnswer(2)], [ChoiceAnswer("b")])


def test_a_digit_on_a_scale_up_to_ten_waits_for_return(root: tk.Tk, press: Callable[[str], None]) -> None:
    frame, answers = shown(root, Recommend({"en": "?"}))
    press("1")
    assert answers == []
    focused = root.focus_get()
    assert focused is buttons(frame)[1]
    focused.event_generate("<Return>")
    assert answers == [RecommendAnswer(1)]


def test_the_ends_of_a_scale_are_named(root: tk.Tk) -> None:
    frame, _ = shown(root, Calm({"en": "?"}))
    labels = {widget["text"] for widget in everything(frame) if isinstance(widget, tk.Label)}
    assert labels == {"Not calm at all", "Completely calm"}


def test_words_are_sent_and_nothing_is_not(root: tk.Tk) -> None:
    frame, answers = shown(root, FreeText({"en": "?"}))
    (field,) = [widget for widget in everything(frame) if isinstance(widget, tk.Text)]
    (send,) = buttons(frame)
    send.invoke()
    assert answers == []
    field.insert("1.0", "mail is slow\n")
    send.invoke()
    assert answers == [FreeTextAnswer("mail is slow")]


def test_many_options_stand_in_two_columns_and_the_first_nine_have_a_digit(
    root: tk.Tk, press: Callable[[str], None]
) -> None:
    many = Choice({"en": "Which?"}, [Option(str(each), {"en": f"Choice {each}"}) for each in range(12)])
    frame, answers = shown(root, many)
    assert {button.winfo_rootx() for button in buttons(frame)} == {
        button.winfo_rootx() for button in buttons(frame)[5:7]
    }
    assert [str(button["text"])[:4] for button in buttons(frame)[8:10]] == ["9   ", "Choi"]
    press("9")
    assert answers == [ChoiceAnswer("8")]
