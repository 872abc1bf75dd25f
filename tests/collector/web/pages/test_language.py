import re
from collections.abc import Callable

import httpx

from barometer_collector.database import Database
from barometer_collector.people import service
from barometer_collector.people.rules import Role
from tests.collector.web.conftest import NOW, PASSWORD

SignIn = Callable[[Role], httpx.Client]


def _switch(client: httpx.Client, page: str, language: str) -> httpx.Response:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(page).text)
    assert found
    return client.post("/language", data={"csrf": found[1], "language": language, "next": page})


def test_another_language_is_kept_in_the_browser(client: httpx.Client) -> None:
    answer = _switch(client, "/sign-in", "nl")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "Aanmelden" in client.get("/sign-in").text


def test_another_language_is_kept_with_the_account(signed_in: SignIn, people: Database) -> None:
    client = signed_in(Role.VIEWER)
    assert _switch(client, "/", "nl").status_code == 303
    token = service.sign_in(people, NOW, Role.VIEWER.value, PASSWORD)
    assert token
    caller = service.caller_of_session(people, NOW, token)
    assert caller
    assert caller.language == "nl"


def test_a_language_that_is_not_spoken_is_refused(client: httpx.Client) -> None:
    assert _switch(client, "/sign-in", "tlh").status_code == 422


def test_a_switch_leads_to_no_other_site(client: httpx.Client) -> None:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/sign-in").text)
    assert found
    form = {"csrf": found[1], "language": "nl", "next": "//evil.example"}
    assert client.post("/language", data=form).headers["location"] == "/"
