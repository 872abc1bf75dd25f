"""What stands in the menu of the icon."""

import pytest

from barometer_agent import __version__
from barometer_agent.language import speaker
from barometer_agent.tray.menu import ABOUT, ANSWER, Entry, entries


@pytest.mark.parametrize(
    ("code", "answer", "about"), [("en", "Answer the question", "About"), ("nl", "Beantwoord de vraag", "Over")]
)
def test_an_open_question_is_answered_from_the_first_line(code: str, answer: str, about: str) -> None:
    assert entries(speaker(code), 1) == (
        Entry(ANSWER, answer),
        Entry(2),
        Entry(ABOUT, f"{about} Barometer {__version__}"),
    )


def test_without_a_question_the_first_line_says_so_and_does_nothing() -> None:
    first = entries(speaker("en"), 0)[0]
    assert first == Entry(ANSWER, "No question is open for you.", enabled=False)
