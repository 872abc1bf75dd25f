"""The window that asks one question."""

import shutil
import subprocess
import sys
import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import msgspec
import pytest

from barometer_agent.language import speaker
from barometer_agent.sources.screen import Area
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.corner import Side
from barometer_agent.tray.course import Course, Stage
from barometer_agent.tray.keeper import NoWindowError
from barometer_agent.tray.surroundings import Surroundings
from barometer_agent.tray.window import Window, show
from barometer_shared.questions import (
    Anonymous,
    Calm,
    Choice,
    FacesAnswer,
    FollowUp,
    FreeText,
    NoOpinion,
    OpenQuestion,
    Option,
    Question,
)

pytestmark = pytest.mark.desktop


HERE = Surroundings()


def opened(
    root: tk.Tk, asked: OpenQuestion, code: str = "en", *, offered: bool = False, around: Surroundings = HERE
) -> Window:
    window = Window(root, asked, speaker(code), code, around)
    window.open(offered=offered)
    root.update()
    return window


def everything(widget: tk.Misc) -> list[tk.Misc]:
    return [widget, *(one for child in widget.winfo_children() for one in everything(child))]


def texts(root: tk.Tk) -> str:
    return "\n".join(
        str(widget["text"]) for widget in everything(root) if isinstance(widget, tk.Label | tk.Button | tk.Checkbutton)
    )


def click(root: tk.Tk, text: str) -> None:
    for widget in everything(root):
        if isinstance(widget, tk.Button | tk.Checkbutton) and str(widget["text"]).strip() == text:
            widget.invoke()
            return
    raise AssertionError(f"no button {text}")


TOPICS = [Option(name, {"en": f"About {name}", "nl": f"Over {name}"}) for name in ("network", "laptop", "help")]


def with_more(pulse: OpenQuestion) -> OpenQuestion:
    follow_up = FollowUp({"en": "What is it about?", "nl": "Waar gaat het over?"}, TOPICS, 1, 2)
    return msgspec.structs.replace(pulse, follow_ups=[follow_up], contact=True)


def nobodys(pulse: OpenQuestion) -> OpenQuestion:
    team = {"en": "the finance team", "nl": "het team Financiën"}
    anonymous = Anonymous(team, "A" * 66, "0" * 64, 23, 1_797_000_000_000)
    return msgspec.structs.replace(pulse, anonymous=anonymous, contact=True)


def asking_for(question: Question) -> Callable[[OpenQuestion], OpenQuestion]:
    return lambda pulse: msgspec.structs.replace(with_more(pulse), question=question)


ASKED: dict[str, Callable[[OpenQuestion], OpenQuestion]] = {
    "faces": with_more,
    "anonymous": nobodys,
    "text": asking_for(FreeText({"en": "What should IT do first?"})),
    "choice": asking_for(Choice({"en": "Which?"}, [Option(str(each), {"en": f"Choice {each}"}) for each in range(12)])),
}


def ticks(root: tk.Tk) -> list[tk.Misc]:
    return [widget for widget in everything(root) if isinstance(widget, tk.Checkbutton)]


def is_open(root: tk.Tk) -> bool:
    try:
        return bool(root.winfo_exists())
    except tk.TclError:
        return False


def test_who_asks_why_and_who_sees_it_stand_before_the_answer(root: tk.Tk, pulse: OpenQuestion) -> None:
    opened(root, pulse, "nl")
    shown = texts(root)
    for words in ("De IT-servicedesk vraagt", "Hoe werkte je laptop vandaag?", "Waarom: We pakken", "Heel goed"):
        assert words in shown
    assert "alleen uitkomsten van groepen van 5 of meer mensen" in shown


def test_ticking_says_that_it_will_see_it(root: tk.Tk, pulse: OpenQuestion) -> None:
    window = opened(root, pulse)
    click(root, "IT may see this with my laptop")
    assert "Who sees this? IT, with your laptop" in texts(root)
    root.update()
    assert root.winfo_height() == root.winfo_reqheight()
    click(root, "Very good")
    click(root, "Done")
    assert window.ended == Given(FacesAnswer(5), share=True)


def test_one_key_answers_and_the_answer_goes_when_the_window_does(
    root: tk.Tk, pulse: OpenQuestion, press: Callable[[str], None]
) -> None:
    window = opened(root, pulse)
    press("2")
    assert "Thank you." in texts(root)
    click(root, "Done")
    assert window.ended == Given(FacesAnswer(2))
    assert not is_open(root)


def test_a_comment_goes_along_and_its_digits_answer_nothing(
    root: tk.Tk, pulse: OpenQuestion, press: Callable[[str], None]
) -> None:
    window = opened(root, pulse)
    press("4")
    assert is_open(root)
    (entry,) = [widget for widget in everything(root) if isinstance(widget, tk.Entry)]
    entry.insert(0, " since version ")
    press("3")
    entry.insert("end", "3 ")
    click(root, "Done")
    assert window.ended == Given(FacesAnswer(4), share=False, comment="since version 3")


def test_an_answer_can_be_taken_back(root: tk.Tk, pulse: OpenQuestion, press: Callable[[str], None]) -> None:
    window = opened(root, pulse)
    press("1")
    click(root, "Undo")
    assert "Very bad" in texts(root)
    press("Escape")
    assert window.ended is Outcome.NOT_NOW
    assert not is_open(root)


@pytest.mark.parametrize("way", ["Escape", "Not now"])
def test_not_now_is_one_key_or_one_click(
    root: tk.Tk, pulse: OpenQuestion, press: Callable[[str], None], way: str
) -> None:
    window = opened(root, pulse)
    press(way) if way == "Escape" else click(root, way)
    assert window.ended is Outcome.NOT_NOW
    assert not is_open(root)


def test_closing_after_an_answer_keeps_the_answer(
    root: tk.Tk, pulse: OpenQuestion, press: Callable[[str], None]
) -> None:
    window = opened(root, pulse)
    press("3")
    press("Escape")
    assert window.ended == Given(FacesAnswer(3))


def test_no_opinion_is_an_answer(root: tk.Tk, pulse: OpenQuestion) -> None:
    window = opened(root, pulse)
    click(root, "No opinion")
    click(root, "Done")
    assert window.ended == Given(NoOpinion())


def test_it_lies_in_the_lower_right_corner(root: tk.Tk, pulse: OpenQuestion) -> None:
    opened(root, pulse)
    right, bottom = root.winfo_x() + root.winfo_width(), root.winfo_y() + root.winfo_height()
    assert root.winfo_screenwidth() - 40 < right < root.winfo_screenwidth()
    assert root.winfo_screenheight() - 100 < bottom < root.winfo_screenheight()


@pytest.mark.parametrize("code", ["en", "nl"])
@pytest.mark.parametrize("question", [Calm({"en": "How calm?", "nl": "Hoe rustig?"}), FreeText({"en": "What?"})])
def test_every_part_fits_into_the_window(
    root: tk.Tk, asking: Callable[[Question], OpenQuestion], question: Question, code: str
) -> None:
    opened(root, asking(question), code)
    parts = everything(root)[1:]
    assert len(parts) > 3
    for widget in parts:
        assert widget.winfo_x() >= 0
        assert widget.winfo_rootx() + widget.winfo_width() <= root.winfo_rootx() + root.winfo_width()
        assert widget.winfo_rooty() + widget.winfo_height() <= root.winfo_rooty() + root.winfo_height()


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720)])
@pytest.mark.parametrize("code", ["en", "nl"])
@pytest.mark.parametrize("kind", ["faces", "anonymous", "text", "choice"])
def test_twice_as_large_it_still_fits_on_a_small_screen(
    root: tk.Tk, pulse: OpenQuestion, size: tuple[int, int], code: str, kind: str
) -> None:
    free = Area(0, 0, size[0], size[1] - 64)
    window = opened(root, ASKED[kind](pulse), code, around=Surroundings(scale=2.0, free=free))
    pages = 0
    while is_open(root):
        pages += 1
        root.update()
        assert root.winfo_width() <= free.width
        assert root.winfo_height() + 64 <= free.height
        for widget in everything(root)[1:]:
            assert widget.winfo_rootx() + widget.winfo_width() <= root.winfo_rootx() + root.winfo_width()
            assert widget.winfo_rooty() + widget.winfo_height() <= root.winfo_rooty() + root.winfo_height()
        click(root, "Done" if code == "en" else "Klaar") if pages == 3 else window._go(next_of(window, pages))
    assert pages == 3


def next_of(window: Window, page: int) -> Course:
    if page == 1:
        return replace(window._course.answered(FacesAnswer(1), Random(1)), stage=Stage.ABOUT, options=tuple(TOPICS))
    return window._course.about("laptop")


def test_a_left_hand_has_the_window_and_its_ways_out_on_the_left(root: tk.Tk, pulse: OpenQuestion) -> None:
    opened(root, pulse, around=Surroundings(side=Side.LEFT))
    ways = [widget for widget in everything(root) if isinstance(widget, tk.Button) and str(widget["text"]) == "Not now"]
    assert 0 < root.winfo_x() < 40
    assert ways[0].winfo_rootx() - root.winfo_rootx() < root.winfo_width() / 4


def test_what_it_is_about_is_one_key_more_and_may_be_left_out(
    root: tk.Tk, pulse: OpenQuestion, press: Callable[[str], None]
) -> None:
    told: list[Given | Outcome] = []
    window = Window(root, with_more(pulse), speaker("en"), "en", HERE, told.append)
    window.open(offered=False)
    press("2")
    assert "Thank you, your answer counts." in texts(root)
    assert "What is it about?" in texts(root)
    first = next(line for line in texts(root).splitlines() if line.startswith("1 "))
    press("1")
    assert "Thank you." in texts(root)
    chosen = next(option.id for option in TOPICS if first.endswith(option.text["en"]))
    assert told == [Given(FacesAnswer(2)), Given(FacesAnswer(2), topic=chosen)]
    click(root, "Undo")
    press("2")
    click(root, "No opinion")
    click(root, "Done")
    assert window.ended == Given(FacesAnswer(2))


def test_the_topics_come_in_another_order_to_others(root: tk.Tk, pulse: OpenQuestion) -> None:
    orders = set()
    window = opened(root, with_more(pulse))
    for seed in range(12):
        window._go(window._course.undone().answered(FacesAnswer(1), Random(seed)))
        orders.add(tuple(line for line in texts(root).splitlines() if line[:1].isdigit()))
    assert len(orders) > 1


def test_to_be_contacted_says_and_ticks_that_it_sees_it(
    root: tk.Tk, pulse: OpenQuestion, press: Callable[[str], None]
) -> None:
    window = opened(root, with_more(pulse))
    press("5")
    assert "only results of groups of 5 people or more" in texts(root)
    click(root, "IT may contact me about this")
    assert "Who sees this? IT, with your laptop." in texts(root)
    assert window.ended == Given(FacesAnswer(5), share=True, contact=True)
    click(root, "IT may see this with my laptop")
    assert window.ended == Given(FacesAnswer(5))


def test_an_anonymous_question_has_nothing_to_tick_and_warns_of_own_words(
    root: tk.Tk, pulse: OpenQuestion, press: Callable[[str], None]
) -> None:
    window = opened(root, nobodys(pulse))
    assert "Your answer does not say that it is yours" in texts(root)
    assert ticks(root) == []
    press("4")
    assert "What you write, and how, can give you away." in texts(root)
    assert ticks(root) == []
    press("Escape")
    assert window.ended == Given(FacesAnswer(4))


def test_without_comments_there_is_no_field_for_one(
    root: tk.Tk, pulse: OpenQuestion, press: Callable[[str], None]
) -> None:
    opened(root, msgspec.structs.replace(pulse, comments=False))
    press("4")
    assert [widget for widget in everything(root) if isinstance(widget, tk.Entry)] == []
    assert "Thank you." in texts(root)


@pytest.mark.parametrize("offered", [True, False])
def test_a_question_that_nobody_touches_goes_by_itself(
    root: tk.Tk, pulse: OpenQuestion, monkeypatch: pytest.MonkeyPatch, offered: bool
) -> None:
    monkeypatch.setattr("barometer_agent.tray.course.UNANSWERED_SECONDS", 0.01)
    window = opened(root, pulse, offered=offered)
    root.mainloop()
    assert window.ended is Outcome.UNANSWERED


def test_thanks_go_by_themselves_with_the_answer(
    root: tk.Tk, pulse: OpenQuestion, monkeypatch: pytest.MonkeyPatch, press: Callable[[str], None]
) -> None:
    monkeypatch.setattr("barometer_agent.tray.course.UNDO_SECONDS", 0.01)
    window = opened(root, pulse)
    press("4")
    if is_open(root):
        root.mainloop()
    assert window.ended == Given(FacesAnswer(4))


def test_tab_goes_through_the_answers_the_tick_and_the_ways_out_as_they_are_read(
    root: tk.Tk, pulse: OpenQuestion, press: Callable[[str], None]
) -> None:
    opened(root, pulse)
    root.focus_force()
    seen = []
    for _ in range(8):
        root.update()
        (root.focus_get() or root).event_generate("<Tab>")
        root.update()
        seen.append(str(root.focus_get()["text"]).strip())  # type: ignore[index]
    faces = ["Very bad", "Bad", "All right", "Good", "Very good"]
    assert seen == [*faces, "IT may see this with my laptop", "No opinion", "Not now"]


def test_without_a_display_it_says_so(pulse: OpenQuestion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4094")
    with pytest.raises(NoWindowError, match="display"):
        show(pulse, speaker("en"), "en")


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed")
def test_a_real_key_on_a_real_display_answers(display: str, tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _SHOW],
        env={"DISPLAY": display, "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    find = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "^Barometer$"]
    number = subprocess.run(find, env={"DISPLAY": display}, capture_output=True, text=True, timeout=30, check=True)
    window = number.stdout.split()[0]
    for arguments in (["windowfocus", "--sync", window], ["key", "5"], ["key", "Return"]):
        subprocess.run(["xdotool", *arguments], env={"DISPLAY": display}, timeout=30, check=True)
    told, _ = child.communicate(timeout=30)
    assert told == "Given(response=FacesAnswer(value=5), share=False, comment='', topic='', contact=False)\n"


_SHOW = """
from barometer_agent.language import speaker
from barometer_agent.tray.window import show
from barometer_shared.questions import Faces, OpenQuestion
text = {"en": "How?"}
print(show(OpenQuestion("pulse", Faces(text), text, text, 9), speaker("en"), "en"))
"""
