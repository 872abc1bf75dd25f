from collections.abc import Callable

import httpx

from barometer_collector.people.rules import Role

SignIn = Callable[[Role], httpx.Client]


def test_a_team_shows_what_its_points_are_lost_to(signed_in: SignIn) -> None:
    html = signed_in(Role.VIEWER).get("/teams/finance").text
    assert "poor on 6 of 24 laptops" in html
    assert "\u221212.60" in html
    assert "Experience score 72.4, 4.1 points up since 6 Nov" in html


def test_laptops_stand_there_for_those_who_may_see_them_alone(signed_in: SignIn) -> None:
    viewer = signed_in(Role.VIEWER)
    assert "/devices/" not in viewer.get("/teams/support").text
    assert 'href="/devices/00000000000000a1"' in signed_in(Role.OPERATIONS).get("/teams/support").text


def test_a_team_with_more_laptops_leads_on_to_them(signed_in: SignIn) -> None:
    html = signed_in(Role.OPERATIONS).get("/teams/support").text
    assert 'href="/devices?team=support&amp;after=name%7C00a2"' in html


def test_a_new_team_says_that_there_is_no_data(signed_in: SignIn) -> None:
    html = signed_in(Role.OPERATIONS).get("/teams/new").text
    assert "No data yet: no laptop has a technology score." in html
    assert "No laptops here." in html
