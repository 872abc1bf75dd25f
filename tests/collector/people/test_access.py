"""The gates: who gets through, and what the others are told."""

from datetime import datetime, timedelta

import httpx
import pytest
from fastapi import Depends, FastAPI

from barometer_collector.database import Database
from barometer_collector.people import service
from barometer_collector.people.access import (
    SESSION_COOKIE,
    Right,
    declared_rights,
    refuse_undeclared,
    requires,
)
from barometer_collector.people.rules import Role

PASSWORD = "a few words together"


@pytest.fixture
def session(database: Database, now: datetime, client: httpx.Client) -> str:
    """Somebody of operations is signed in; the CSRF token of the session."""
    service.create_account(database, now, "ada", PASSWORD, Role.OPERATIONS)
    cookie = service.sign_in(database, now, "ada", PASSWORD)
    assert cookie
    client.cookies.set(SESSION_COOKIE, cookie)
    caller = service.caller_of_session(database, now, cookie)
    assert caller
    return caller.csrf


def _token(database: Database, now: datetime, role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {service.create_api_token(database, now, 'script', role)}"}


def test_a_script_without_a_token_gets_a_401_problem_that_says_what_to_send(client: httpx.Client) -> None:
    answer = client.get("/scores")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "Authorization: Bearer bt_" in answer.json()["fix"]


def test_a_browser_that_is_not_signed_in_is_sent_to_the_sign_in_page_and_back(client: httpx.Client) -> None:
    answer = client.get("/scores?team=a b", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/scores%3Fteam%3Da%2520b"


def test_a_page_left_open_is_told_to_go_to_the_sign_in_page(client: httpx.Client) -> None:
    answer = client.get("/scores", headers={"Accept": "text/html", "HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in")


def test_a_token_opens_what_its_role_may_see_and_no_more(
    client: httpx.Client, database: Database, now: datetime
) -> None:
    viewer = _token(database, now, Role.VIEWER)
    assert client.get("/scores", headers=viewer).json() == "script"
    refused = client.get("/devices", headers=viewer)
    assert refused.status_code == 403
    assert "see_devices" in refused.json()["rule"]


@pytest.mark.parametrize("header", ["Bearer bt_wrong", "Bearer 0123456789abcdef.secret", "Basic YTpi", "Bearer", "x"])
def test_a_wrong_authorization_is_not_saved_by_a_good_cookie(client: httpx.Client, session: str, header: str) -> None:
    assert client.get("/scores").status_code == 200
    assert client.get("/scores", headers={"Authorization": header}).status_code == 401


def test_a_session_opens_its_pages(client: httpx.Client, session: str) -> None:
    assert client.get("/scores").json() == "ada"
    assert client.get("/open").json() == "ada"


def test_an_unknown_cookie_opens_nothing(client: httpx.Client) -> None:
    client.cookies.set(SESSION_COOKIE, "guessed")
    assert client.get("/scores").status_code == 401
    assert client.get("/open").json() == "nobody"


def test_an_expired_session_opens_nothing(client: httpx.Client, app: FastAPI, session: str, now: datetime) -> None:
    app.state.clock = lambda: now + timedelta(hours=12)
    assert client.get("/scores").status_code == 401


@pytest.mark.parametrize("form", [{}, {"csrf": ""}, {"csrf": "of another session"}, {"csrf": "é"}])
def test_a_change_without_the_token_of_its_session_is_refused(
    client: httpx.Client, session: str, form: dict[str, str]
) -> None:
    answer = client.post("/change", data=form)
    assert (answer.status_code, answer.json()["field"]) == (403, "csrf")


def test_a_change_with_the_token_of_its_session_is_made(client: httpx.Client, session: str) -> None:
    assert client.post("/change", data={"csrf": session, "what": "this"}).json() == "this"
    assert client.post("/change", data={"what": "that"}, headers={"X-CSRF-Token": session}).json() == "that"


def test_a_script_needs_no_csrf_token(client: httpx.Client, database: Database, now: datetime) -> None:
    headers = _token(database, now, Role.VIEWER)
    assert client.post("/change", data={"what": "this"}, headers=headers).json() == "this"


def test_an_application_whose_every_route_states_its_right_is_accepted(app: FastAPI) -> None:
    refuse_undeclared(app)
    assert declared_rights(app)["GET /devices"] == [Right.SEE_DEVICES]


def test_a_route_without_a_right_stops_the_application(app: FastAPI) -> None:
    app.get("/forgotten")(lambda: "open to all")
    with pytest.raises(RuntimeError, match="GET /forgotten declares"):
        refuse_undeclared(app)


def test_a_route_with_two_rights_stops_the_application(app: FastAPI) -> None:
    gates = [Depends(requires(Right.SEE_SCORES)), Depends(requires(Right.PUBLIC))]
    app.get("/torn", dependencies=gates)(lambda: "which?")
    with pytest.raises(RuntimeError, match="GET /torn declares"):
        refuse_undeclared(app)


def test_a_mounted_application_stops_the_application(app: FastAPI) -> None:
    app.mount("/other", FastAPI())
    with pytest.raises(RuntimeError, match="/other declares"):
        refuse_undeclared(app)
