"""What is said over the link."""

from datetime import timedelta

import msgspec
import pytest

from barometer_agent.link.messages import (
    AskPreferences,
    AskQuestions,
    AskSent,
    AskStatus,
    GiveAnswer,
    Prefer,
    PutOff,
    Questions,
    Reply,
    Request,
)
from barometer_agent.prompting import Rules
from barometer_agent.spool.prompts import Outcome
from barometer_shared.questions import FacesAnswer, Sharing


@pytest.mark.parametrize(
    "request_",
    [
        AskQuestions(),
        AskSent(7),
        AskStatus(),
        PutOff("pulse", Outcome.NOT_NOW),
        AskPreferences(),
        Prefer(ask_less=1, never=False, paused=True, language="nl"),
        GiveAnswer("pulse", FacesAnswer(4), Sharing.SHARED, "ja\nnee", "nl"),
    ],
)
def test_every_request_is_one_line_and_comes_back_the_same(request_: Request) -> None:
    line = msgspec.json.encode(request_)
    assert b"\n" not in line
    assert msgspec.json.decode(line, type=Request) == request_


def test_an_answer_has_no_room_for_an_account() -> None:
    assert "account" not in GiveAnswer.__struct_fields__


@pytest.mark.parametrize(
    "wrong", ['{"ask_less":-1}', '{"ask_less":5}', '{"language":"../nl"}', '{"never":1}', '{"paused":"today"}']
)
def test_a_choice_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode('{"type":"prefer",' + wrong[1:], type=Request)


def test_rules_travel_as_they_are_and_an_older_service_has_the_defaults() -> None:
    strict = Questions([], [], rules=Rules(most=1, apart=timedelta(days=9), weekdays=frozenset({1})), account="anna")
    assert msgspec.json.decode(msgspec.json.encode(strict), type=Reply) == strict
    older = msgspec.json.decode('{"type":"questions","questions":[],"history":[]}', type=Reply)
    assert older == Questions([], [])
