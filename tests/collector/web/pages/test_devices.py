from collections.abc import Callable

import httpx

from barometer_collector.people.rules import Role

SignIn = Callable[[Role], httpx.Client]


def test_laptops_are_listed_a_page_at_a_time(signed_in: SignIn) -> None:
    client = signed_in(Role.OPERATIONS)
    first = client.get("/devices").text
    assert "fresh-laptop" in first
    assert 'href="/devices?after=name%7C00a2"' in first
    second = client.get("/devices?after=name%7C00a2").text
    assert "Next laptops" not in second


def test_a_laptop_that_never_sent_anything_says_so(signed_in: SignIn) -> None:
    assert ">never<" in signed_in(Role.OPERATIONS).get("/devices?after=x").text


def test_the_laptops_of_one_team_lead_back_to_all(signed_in: SignIn) -> None:
    html = signed_in(Role.OPERATIONS).get("/devices?team=support").text
    assert "of team support" in html
    assert 'href="/devices?team=support&amp;after=name%7C00a2"' in html


def test_an_absurd_address_is_refused(signed_in: SignIn) -> None:
    assert signed_in(Role.OPERATIONS).get("/devices", params={"after": "x" * 301}).status_code == 422
