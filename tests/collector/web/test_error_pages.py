from collections.abc import Callable

import httpx
import pytest

from barometer_collector.people.rules import Role

SignIn = Callable[[Role], httpx.Client]


@pytest.mark.parametrize("path", ["/nowhere", "/teams/nobody", "/devices/0000000000000000"])
def test_what_does_not_exist_is_a_page_for_people(signed_in: SignIn, path: str) -> None:
    answer = signed_in(Role.OPERATIONS).get(path)
    assert answer.status_code == 404
    assert "This does not exist" in answer.text


def test_what_may_not_be_seen_is_a_page_for_people(signed_in: SignIn) -> None:
    answer = signed_in(Role.VIEWER).get("/devices", headers={"Accept-Language": "nl"})
    assert answer.status_code == 403
    assert "Hier kun je niet bij" in answer.text


def test_scripts_get_the_problem_itself(client: httpx.Client) -> None:
    answer = client.get("/nowhere", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_the_api_answers_problems_even_to_browsers(client: httpx.Client) -> None:
    assert client.get("/api/v1/nowhere").headers["content-type"] == "application/problem+json"


def test_a_browser_that_is_not_signed_in_is_still_sent_to_the_sign_in_page(client: httpx.Client) -> None:
    answer = client.get("/devices")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/devices")
