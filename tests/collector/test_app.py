"""The whole application: who may call what, and in which shape errors leave."""

import httpx
import pytest
from fastapi import FastAPI

from barometer_collector.app import create_app, utc_now
from barometer_collector.database import Database
from barometer_collector.people.access import Right, declared_rights
from barometer_collector.settings import Settings
from tests.collector.laptops import Laptop, batch, sample

# The routes of machines; those of people stand with the pages.
MACHINES = {
    "GET /healthz": Right.PUBLIC,
    "GET /readyz": Right.PUBLIC,
    "GET /metrics": Right.SEE_METRICS,
    "POST /api/v1/enrolments": Right.PUBLIC,
    "POST /api/v1/batches": Right.DEVICE,
    "GET /api/v1/device/config": Right.DEVICE,
    "GET /api/v1/device/report": Right.DEVICE,
    "GET /api/v1/told": Right.SEE_DEVICES,
    "GET /api/v1/ledger": Right.SEE_DEVICES,
    "GET /api/v1/ledger/state": Right.SEE_DEVICES,
    "GET /api/v1/ledger/{device_id}": Right.SEE_DEVICES,
    "POST /api/v1/anonymous/{campaign}/tokens": Right.DEVICE,
    "GET /api/v1/anonymous/{campaign}/keys": Right.PUBLIC,
    "POST /api/v1/anonymous/{campaign}/ballots": Right.PUBLIC,
    "GET /api/v1/fleet": Right.SEE_SCORES,
    "GET /api/v1/teams": Right.SEE_SCORES,
    "GET /api/v1/teams/{slug}": Right.SEE_SCORES,
    "GET /api/v1/devices": Right.SEE_DEVICES,
    "GET /api/v1/devices/{device_id}": Right.SEE_DEVICES,
}


def test_every_route_states_exactly_one_right(app: FastAPI) -> None:
    rights = declared_rights(app)
    rights.pop("GET /openapi.json", None)
    rights.pop("HEAD /openapi.json", None)
    assert [route for route, stated in rights.items() if len(stated) != 1 or stated[0] is None] == []


def test_the_routes_of_machines_ask_for_the_rights_they_should(app: FastAPI) -> None:
    found = {
        route: rights[0] for route, rights in declared_rights(app).items() if "/api/" in route or route in MACHINES
    }
    assert found == MACHINES


def test_a_route_without_a_right_is_refused_when_the_application_is_made(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from barometer_collector.health import routes

    bare = type(routes.router)()
    bare.add_api_route("/open", lambda: "ok")
    monkeypatch.setattr(routes, "router", bare)
    with pytest.raises(RuntimeError, match="GET /open"):
        create_app(database, settings)


@pytest.mark.parametrize("path", ["/api/v1/fleet", "/api/v1/devices", "/metrics"])
def test_nobody_sees_anything_without_saying_who_they_are(server: httpx.Client, path: str) -> None:
    answer = server.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


def test_the_key_of_a_laptop_opens_nothing_of_people(server: httpx.Client, laptop: Laptop) -> None:
    for path in ("/api/v1/fleet", "/api/v1/devices", f"/api/v1/devices/{laptop.device_id:016x}", "/metrics"):
        assert server.get(path, headers=laptop.headers).status_code == 401


def test_every_route_of_the_api_is_described_with_its_problems(server: httpx.Client) -> None:
    told = server.get("/openapi.json").json()["paths"]
    described = {path: methods for path, methods in told.items() if path.startswith("/api/")}
    assert "/api/v1/fleet" in described
    for path, methods in described.items():
        for method, route in methods.items():
            good = next(content for status, content in route["responses"].items() if status.startswith("2"))
            assert good["content"]["application/json"], f"{method} {path}"
            refusal = "404" if path.endswith(("/keys", "/ballots")) else "401"  # nobody says there who they are
            assert "application/problem+json" in route["responses"][refusal]["content"], f"{method} {path}"


def test_stopping_the_server_takes_in_what_it_acknowledged(app: FastAPI, database: Database, laptop: Laptop) -> None:
    from barometer_collector.ingest.service import latest_samples
    from tests.collector.running import running

    with running(app) as client:
        assert laptop.send(client, batch(sample())).status_code == 202
    assert len(latest_samples(database, laptop.device_id, 5)) == 1
    with running(app) as client:
        assert laptop.send(client, batch(sample())).status_code == 202
    assert len(latest_samples(database, laptop.device_id, 5)) == 2


def test_the_clock_of_a_collector_is_aware_of_its_zone() -> None:
    assert utc_now().utcoffset() is not None
