"""The window that asks one question."""

import shutil
import subprocess
import sys
import tkinter as tk
from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.language import speaker
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.look import LIGHT
from barometer_agent.tray.window import NoDisplayError, Window, show
from barometer_shared.questions import Calm, FacesAnswer, FreeText, NoOpinion, OpenQuestion, Question

pytestmark = pytest.mark.desktop


def opened(root: tk.Tk, asked: OpenQuestion, code: str = "en", *, offered: bool = False) -> Window:
    window = Window(root, asked, speaker(code), code, LIGHT)
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


def test_an_offered_question_takes_no_focus_and_goes_by_itself(
    root: tk.Tk, pulse: OpenQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("barometer_agent.tray.window.UNANSWERED_MS", 1)
    asked: list[bool] = []
    monkeypatch.setattr(root, "focus_force", lambda: asked.append(True))
    window = Window(root, pulse, speaker("en"), "en", LIGHT)
    window.open(offered=True)
    root.mainloop()
    assert window.ended is Outcome.UNANSWERED
    assert asked == []


def test_without_a_display_it_says_so(pulse: OpenQuestion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4094")
    with pytest.raises(NoDisplayError, match="display"):
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
