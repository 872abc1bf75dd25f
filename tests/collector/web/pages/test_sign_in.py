import re
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.database import Database
from barometer_collector.people import service
from barometer_collector.people.access import SESSION_COOKIE
from barometer_collector.people.limiter import ATTEMPTS
from barometer_collector.people.rules import Role
from barometer_collector.web.pages.sign_in import own_path
from tests.collector.web.conftest import NOW, PASSWORD


@pytest.fixture(autouse=True)
def _ada(people: Database) -> None:
    service.create_account(people, NOW, "ada", PASSWORD, Role.OPERATIONS)


def _token(client: httpx.Client, page: str = "/sign-in") -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(page).text)
    assert found
    return found[1]


def _sign_in(client: httpx.Client, password: str = PASSWORD, **more: str) -> httpx.Response:
    return client.post("/sign-in", data={"name": "ada", "password": password, "csrf": _token(client)} | more)


def test_signing_in_opens_the_page_that_was_asked_for(client: httpx.Client) -> None:
    answer = _sign_in(client, next="/devices?team=support")
    assert (answer.status_code, answer.headers["location"]) == (303, "/devices?team=support")
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Max-Age=43200", "Path=/"))
    assert client.get("/devices").status_code == 200


def test_a_wrong_password_says_so_and_keeps_the_name(client: httpx.Client) -> None:
    answer = _sign_in(client, "wrong")
    assert answer.status_code == 401
    assert "do not belong together" in answer.text
    assert 'value="ada"' in answer.text
    assert SESSION_COOKIE not in client.cookies


def test_an_unknown_name_is_told_the_same_as_a_wrong_password(client: httpx.Client) -> None:
    unknown = _sign_in(client, name="nobody").text.replace("nobody", "ada")
    assert unknown == _sign_in(client, "wrong").text


def test_guessing_is_stopped_even_for_the_right_password(app: FastAPI, client: httpx.Client) -> None:
    for _ in range(ATTEMPTS):
        assert _sign_in(client, "wrong").status_code == 401
    refused = _sign_in(client)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "900")
    assert "Try again in 15 minutes" in refused.text
    app.state.clock = lambda: NOW + timedelta(minutes=15)
    assert _sign_in(client).status_code == 303


def test_a_form_of_another_site_is_refused(client: httpx.Client) -> None:
    assert client.post("/sign-in", data={"name": "ada", "password": PASSWORD}).status_code == 403
    assert _sign_in(client, csrf="guessed").status_code == 403


def test_signing_in_again_makes_another_session(client: httpx.Client, people: Database) -> None:
    _sign_in(client)
    first = client.cookies[SESSION_COOKIE]
    client.post("/sign-in", data={"name": "ada", "password": PASSWORD, "csrf": _token(client, "/")})
    assert client.cookies[SESSION_COOKIE] != first
    assert service.caller_of_session(people, NOW, first) is None


def test_signing_out_ends_the_session_on_the_server(client: httpx.Client, people: Database) -> None:
    _sign_in(client)
    token = client.cookies[SESSION_COOKIE]
    assert client.post("/sign-out", data={"csrf": _token(client, "/")}).headers["location"] == "/sign-in"
    assert service.caller_of_session(people, NOW, token) is None


def test_nobody_is_signed_out_by_another_site(client: httpx.Client) -> None:
    _sign_in(client)
    assert client.post("/sign-out").status_code == 403
    assert client.get("/").status_code == 200


def test_who_is_signed_in_is_not_asked_again(client: httpx.Client) -> None:
    _sign_in(client)
    assert client.get("/sign-in?next=/devices").headers["location"] == "/devices"


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", "x", "/a\r\nb"]
)
def test_nobody_is_sent_to_another_site(target: str) -> None:
    assert own_path(target) == "/"


@given(st.text())
def test_whatever_is_asked_for_stays_on_this_site(target: str) -> None:
    assert re.match(r"/(?![/\\])|/$", own_path(target))
