"""What is said over the link."""

import msgspec
import pytest

from barometer_agent.link.messages import AskQuestions, AskSent, AskStatus, GiveAnswer, PutOff, Request
from barometer_agent.spool.prompts import Outcome
from barometer_shared.questions import FacesAnswer, Sharing


@pytest.mark.parametrize(
    "request_",
    [
        AskQuestions(),
        AskSent(7),
        AskStatus(),
        PutOff("pulse", Outcome.NOT_NOW),
        GiveAnswer("pulse", FacesAnswer(4), Sharing.SHARED, "ja\nnee", "nl"),
    ],
)
def test_every_request_is_one_line_and_comes_back_the_same(request_: Request) -> None:
    line = msgspec.json.encode(request_)
    assert b"\n" not in line
    assert msgspec.json.decode(line, type=Request) == request_


def test_an_answer_has_no_room_for_an_account() -> None:
    assert "account" not in GiveAnswer.__struct_fields__
