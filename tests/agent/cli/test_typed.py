"""What a person types in a terminal."""

import io
import sys

import pytest

from barometer_agent.cli.typed import Typed, from_terminal
from barometer_agent.language import speaker


def test_a_line_is_what_stands_between_the_prompt_and_return(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("  slow \n"))
    typed = Typed(speaker("en"), from_terminal)
    assert typed.line("prompt.keys_text") == "slow"
    assert capsys.readouterr().out == "Your answer (Enter for not now) "
    assert typed.line("prompt.keys_text") == ""


@pytest.mark.parametrize(("code", "word", "yes"), [("en", "Y", True), ("nl", "ja", True), ("nl", "y", False)])
def test_yes_is_said_in_the_language_of_the_person(code: str, word: str, yes: bool) -> None:
    assert Typed(speaker(code), lambda _prompt: f"{word}\n").is_yes("prompt.share_question") is yes


def test_the_end_of_the_input_is_no_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert not Typed(speaker("en"), from_terminal).is_yes("prompt.share_question")
