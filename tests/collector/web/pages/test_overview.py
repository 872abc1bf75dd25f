from collections.abc import Callable
from dataclasses import replace

import httpx
from fastapi import FastAPI

from barometer_collector.people.rules import Role
from barometer_collector.web.pages.overview import most_costly
from tests.collector.web.example import EMPTY, FLEET, ExampleFigures, T, component

SignIn = Callable[[Role], httpx.Client]


def test_what_costs_most_stands_first_and_what_costs_nothing_is_left_out() -> None:
    parts = (component("a", 99.0, 0.5, 0.5), component("b", 100.0, 0.1, 0.0), component("c", 50.0, 0.4, 20.0))
    assert [each.name for each in most_costly(replace(T, components=parts))] == ["c", "a"]


def test_the_overview_shows_scores_teams_and_what_is_simulated(signed_in: SignIn) -> None:
    html = signed_in(Role.VIEWER).get("/").text
    assert "33 laptops, 29 with a score" in html
    assert "7 simulated" in html
    assert "6 of 24" in html
    assert 'href="/teams/finance"' in html
    assert "between 61 and 85 (95% sure) · 18 of 24 people" in html


def test_an_x_of_too_few_people_is_a_count_and_no_score(signed_in: SignIn) -> None:
    assert "1 of 5 answers needed" in signed_in(Role.VIEWER).get("/").text


def test_an_empty_installation_leads_to_the_first_laptop(signed_in: SignIn, figures: ExampleFigures) -> None:
    figures.told = EMPTY
    html = signed_in(Role.VIEWER).get("/").text
    assert "barometer-collector token create --team" in html
    assert "barometer-agent enrol --server http://barometer.test --token" in html


def test_the_command_names_the_address_that_laptops_use(
    app: FastAPI, signed_in: SignIn, figures: ExampleFigures
) -> None:
    figures.told = EMPTY
    app.state.settings = replace(app.state.settings, public_url="https://barometer.example")
    assert "enrol --server https://barometer.example --token" in signed_in(Role.VIEWER).get("/").text


def test_administrators_get_the_whole_command(app: FastAPI, signed_in: SignIn, figures: ExampleFigures) -> None:
    figures.told = EMPTY
    folder = str(app.state.settings.data_dir)
    assert folder not in signed_in(Role.OPERATIONS).get("/").text
    assert f"token create --data {folder} --team" in signed_in(Role.ADMINISTRATOR).get("/").text


def test_a_fleet_without_a_score_says_why_and_shows_no_number(signed_in: SignIn, figures: ExampleFigures) -> None:
    fresh = replace(FLEET.teams[2], key="fleet")
    figures.told = replace(FLEET, fleet=fresh, teams=())
    html = signed_in(Role.VIEWER).get("/").text
    assert "No data yet: no laptop has a score." in html
    assert "the trend starts on the first day with a score" in html
    assert 'aria-label="Experience score: no data"' in html
