import re

import httpx

from barometer_collector.web.forms import FORM_COOKIE


def _token(client: httpx.Client) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/sign-in").text)
    assert found
    return found[1]


def test_a_form_works_with_the_token_of_its_own_browser(client: httpx.Client) -> None:
    assert client.post("/language", data={"csrf": _token(client), "language": "nl"}).status_code == 303


def test_the_token_of_another_browser_is_worth_nothing(client: httpx.Client) -> None:
    stolen = _token(client)
    client.cookies.set(FORM_COOKIE, "another browser")
    assert client.post("/language", data={"csrf": stolen, "language": "nl"}).status_code == 403


def test_a_browser_without_cookies_is_told_so(client: httpx.Client) -> None:
    token = _token(client)
    client.cookies.clear()
    answer = client.post("/language", data={"csrf": token, "language": "nl"}, headers={"Accept": "*/*"})
    assert (answer.status_code, answer.json()["fix"]) == (403, "load the page again, with cookies allowed")


def test_the_token_stays_the_same_over_the_pages_of_one_browser(client: httpx.Client) -> None:
    assert _token(client) == _token(client)
