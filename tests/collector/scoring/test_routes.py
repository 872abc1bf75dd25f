"""Scores over HTTP."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from barometer_collector.database import Database
from barometer_collector.people import service as people
from barometer_collector.scoring.service import score_all
from barometer_collector.settings import Settings
from tests.collector.asgi import client_of
from tests.collector.laptops import FakeClock
from tests.collector.scoring.records import NOW, Records


def _client(app: FastAPI, database: Database, role: str) -> httpx.Client:
    token = people.create_api_token(database, NOW, role, role)
    client = client_of(app)
    client.headers["Authorization"] = f"Bearer {token}"
    return client


@pytest.fixture
def client(
    app: FastAPI, database: Database, settings: Settings, records: Records, clock: FakeClock
) -> Iterator[httpx.Client]:
    records.laptop(1)
    records.laptop(2, "sales", simulated=True)
    records.gap(1, "app_hang")
    score_all(database, settings, clock())
    with _client(app, database, "operations") as made:
        yield made


def _is_score(value: Any) -> bool:
    return set(value) == {"value", "coverage", "band", "components", "model"} and all(
        set(part) == {"name", "value", "weight", "cost", "evidence"} for part in value["components"]
    )


def test_the_fleet_its_teams_and_its_devices_are_told(client: httpx.Client) -> None:
    fleet = client.get("/api/v1/fleet").json()
    assert [team["key"] for team in fleet["teams"]] == ["finance", "sales"]
    assert all(_is_score(fleet["fleet"][part]) for part in ("experience", "t", "o"))
    assert client.get("/api/v1/teams").json() == {"teams": fleet["teams"]}
    assert client.get("/api/v1/teams/sales").json() == fleet["teams"][1]
    page = client.get("/api/v1/devices", params={"limit": 1}).json()
    assert (page["next"], page["devices"][0]["simulated"]) == (f"{1:016x}", False)
    rest = client.get("/api/v1/devices", params={"after": page["next"]}).json()
    assert (rest["next"], [each["simulated"] for each in rest["devices"]]) == (None, [True])
    device = client.get(f"/api/v1/devices/{1:016x}").json()
    assert device == page["devices"][0]
    assert all(_is_score(score) for score in device["scores"].values())
    assert {gap["metric"] for gap in device["gaps"]} >= {"app_hang"}


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/api/v1/teams/none", 404, "team"),
        ("/api/v1/devices/none", 404, "device"),
        ("/api/v1/devices?team=none", 404, "team"),
        ("/api/v1/devices?after=none", 422, "after"),
        ("/api/v1/devices?limit=0", 422, "query.limit"),
        ("/api/v1/devices?limit=many", 422, "query.limit"),
    ],
)
def test_what_does_not_exist_is_a_problem_that_names_its_field(
    client: httpx.Client, path: str, status: int, field: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["field"] == field


def test_devices_need_their_own_right(app: FastAPI, database: Database, client: httpx.Client) -> None:
    with _client(app, database, "viewer") as viewer:
        assert viewer.get("/api/v1/fleet").status_code == 200
        assert viewer.get("/api/v1/devices").status_code == 403
    with client_of(app) as nobody:
        assert nobody.get("/api/v1/fleet").status_code == 401
    assert client.get("/api/v1/devices").status_code == 200


def test_the_documentation_shows_an_example_of_every_answer(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    for path in ("/fleet", "/teams", "/teams/{slug}", "/devices", "/devices/{device_id}"):
        answer = paths[f"/api/v1{path}"]["get"]["responses"]["200"]["content"]["application/json"]
        assert answer["example"]
        assert answer["schema"]
