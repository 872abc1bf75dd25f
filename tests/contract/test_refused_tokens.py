"""Why the collector takes no token is told by the agent in its user's language: it knows the collector's rules."""

import pytest

from barometer_agent.enrolment import EnrolmentError
from barometer_agent.language import speaker
from barometer_collector.devices import rules, service
from barometer_collector.devices.rules import Token
from barometer_collector.errors import ProblemError

NOW_MS = 1_790_000_000_000


def told(error: ProblemError) -> str:
    problem = error.problem
    return EnrolmentError(problem.title, problem.detail, problem.fix, problem.rule).told(speaker("nl"))


@pytest.mark.parametrize(
    ("token", "said"),
    [
        (Token(NOW_MS - 1, None, None), "verlopen"),
        (Token(None, 0, None), "opgebruikt"),
        (Token(None, None, NOW_MS - 1), "ingetrokken"),
    ],
)
def test_a_token_that_can_no_longer_be_used_is_told_in_dutch(token: Token, said: str) -> None:
    refused = service.refused_token(rules.wrong_with_token(token, NOW_MS))
    assert told(refused) == f"deze aanmeldcode is {said}: vraag de beheerder om een nieuwe"


def test_a_token_that_nobody_made_is_told_in_dutch() -> None:
    assert told(service.unknown_token()) == "deze aanmeldcode is onbekend: vraag de beheerder om een nieuwe"
