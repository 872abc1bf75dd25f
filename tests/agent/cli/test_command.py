"""What a command is given."""

from collections.abc import Callable

import pytest

from barometer_agent.cli.command import Call


def test_words_go_to_the_person_line_by_line(
    make_call: Callable[..., Call], capsys: pytest.CaptureFixture[str]
) -> None:
    call = make_call()
    call.write("één")
    call.write()
    assert capsys.readouterr().out == "één\n\n"
