"""A field of some lines."""

import tkinter as tk

import pytest

from barometer_agent.language import speaker
from barometer_agent.tray.look import LIGHT
from barometer_agent.tray.parts import Parts
from barometer_agent.tray.writing import Writing

pytestmark = pytest.mark.desktop


def shown(root: tk.Tk, most: int) -> tuple[Writing, tk.Frame, list[str]]:
    parts, heard = Parts(root, LIGHT), list[str]()
    frame = parts.fresh()
    field = Writing(parts, frame, speaker("en"), most, lambda: heard.append(field.words))
    root.update()
    return field, frame, heard


def labels(frame: tk.Frame) -> list[str]:
    return [
        str(each["text"]) for each in frame.winfo_children() if isinstance(each, tk.Label) and each.winfo_ismapped()
    ]


def test_what_is_written_is_heard_as_it_stands_there(root: tk.Tk) -> None:
    field, frame, heard = shown(root, 2000)
    field.text.insert("end", "the dock\nfails")
    root.update()
    assert field.words == heard[-1] == "the dock\nfails"
    assert labels(frame) == []


def test_no_more_is_taken_than_can_be_sent_and_the_end_is_told_before(root: tk.Tk) -> None:
    field, frame, heard = shown(root, 150)
    field.text.insert("end", "x" * 60)
    root.update()
    assert labels(frame) == ["90 characters left"]
    field.text.insert("end", "y" * 500)
    root.update()
    assert field.words == heard[-1] == "x" * 60 + "y" * 90
    assert labels(frame) == ["0 characters left"]
