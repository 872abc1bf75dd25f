"""What stands in the window, page by page."""

import tkinter as tk
from collections.abc import Callable
from random import Random

import msgspec
import pytest

from barometer_agent.language import speaker
from barometer_agent.tray.answering import Given
from barometer_agent.tray.corner import Side
from barometer_agent.tray.course import Course, Stage
from barometer_agent.tray.look import LIGHT
from barometer_agent.tray.pages import Pages, Steps
from barometer_agent.tray.parts import Parts
from barometer_shared.questions import FacesAnswer, FollowUp, NoOpinion, OpenQuestion, Option

pytestmark = pytest.mark.desktop

OPTIONS = [Option("a", {"en": "A"}), Option("b", {"en": "B"})]


class Shown:
    """Pages over one course, which goes where a page says."""

    def __init__(self, root: tk.Tk, course: Course) -> None:
        self.course = course
        self.parts = Parts(root, LIGHT)
        steps = Steps(lambda: self.course, self.hold, self.hold)
        self.pages = Pages(self.parts, speaker("en"), "en", steps, Side.RIGHT, Random(1))

    def hold(self, course: Course) -> None:
        self.course = course

    def draw(self, page: Callable[[tk.Frame], None]) -> list[tk.Misc]:
        frame = self.parts.fresh()
        page(frame)
        frame.update()
        return everything(frame)


def everything(widget: tk.Misc) -> list[tk.Misc]:
    return [widget, *(one for child in widget.winfo_children() for one in everything(child))]


def press(shown: list[tk.Misc], text: str) -> None:
    (button,) = [each for each in shown if isinstance(each, tk.Button) and str(each["text"]) == text]
    button.invoke()


@pytest.fixture
def asked(pulse: OpenQuestion) -> OpenQuestion:
    return msgspec.structs.replace(pulse, follow_ups=[FollowUp({"en": "About?"}, OPTIONS)], contact=True)


def test_the_question_goes_on_to_what_it_is_about_and_from_there_to_thanks(root: tk.Tk, asked: OpenQuestion) -> None:
    shown = Shown(root, Course(asked))
    press(shown.draw(shown.pages.question), "Bad")
    assert shown.course.stage is Stage.ABOUT
    first = shown.course.options[0]
    press(shown.draw(shown.pages.about), f"1   {first.text['en']}")
    assert (shown.course.stage, shown.course.end) == (Stage.THANKS, Given(FacesAnswer(2), topic=first.id))
    press(shown.draw(shown.pages.thanks), "Done")
    assert shown.course.stage is Stage.ENDED


def test_every_page_after_the_answer_takes_it_back(root: tk.Tk, asked: OpenQuestion) -> None:
    shown = Shown(root, Course(asked).answered(FacesAnswer(1), Random(1)))
    for page in (shown.pages.about, shown.pages.thanks):
        press(shown.draw(page), "Undo")
        assert (shown.course.stage, shown.course.response) == (Stage.QUESTION, None)
        shown.course = shown.course.answered(FacesAnswer(1), Random(1))


def test_no_opinion_is_possible_of_both(root: tk.Tk, asked: OpenQuestion) -> None:
    shown = Shown(root, Course(asked))
    press(shown.draw(shown.pages.question), "No opinion")
    assert shown.course.end == Given(NoOpinion())
    shown.course = Course(asked).answered(FacesAnswer(1), Random(1))
    press(shown.draw(shown.pages.about), "No opinion")
    assert (shown.course.stage, shown.course.end) == (Stage.THANKS, Given(FacesAnswer(1)))


def test_a_comment_counts_as_it_is_written_and_no_longer_than_it_may_be(root: tk.Tk, asked: OpenQuestion) -> None:
    shown = Shown(root, Course(asked).answered(FacesAnswer(1), Random(1)).about())
    (entry,) = [each for each in shown.draw(shown.pages.thanks) if isinstance(each, tk.Entry)]
    entry.insert(0, "slow since Monday")
    assert shown.course.comment == "slow since Monday"
    entry.insert("end", "x" * 3000)
    assert len(shown.course.comment) == len(entry.get()) == 2000
