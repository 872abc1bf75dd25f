"""GET /api/v1/ledger, over real HTTP."""

import httpx
import pytest

from barometer_collector.database import Database
from barometer_collector.devices.rules import shown_id
from barometer_collector.people.rules import Role
from barometer_collector.people.service import create_api_token
from tests.collector.laptops import NOON, Laptop, batch, sample


@pytest.fixture
def headers(database: Database) -> dict[str, str]:
    return {"Authorization": f"Bearer {create_api_token(database, NOON, 'simulate', Role.OPERATIONS)}"}


def test_what_was_sent_is_found_again(server: httpx.Client, laptop: Laptop, headers: dict[str, str]) -> None:
    sent = batch(sample(), sample())
    laptop.send(server, sent)
    shown = shown_id(laptop.device_id)
    (device,) = server.get("/api/v1/ledger", params={"stored": True}, headers=headers).json()["devices"]
    assert (device["device"], device["batches"], device["stored"]) == (shown, 1, 2)
    entries = server.get(f"/api/v1/ledger/{shown}", headers=headers).json()["batches"]
    assert entries == [{"batch": sent["id"], "samples": 2, "stored": 2, "open": True}]


def test_the_state_is_told(server: httpx.Client, headers: dict[str, str]) -> None:
    assert server.get("/api/v1/ledger/state", headers=headers).json() == {"open_batches": 0, "lag_seconds": 0.0}


@pytest.mark.parametrize("path", ["", "/state", "/0123456789abcdef"])
def test_it_is_not_for_everybody(server: httpx.Client, database: Database, path: str) -> None:
    assert server.get(f"/api/v1/ledger{path}").status_code == 401
    viewer = {"Authorization": f"Bearer {create_api_token(database, NOON, 'script', Role.VIEWER)}"}
    assert server.get(f"/api/v1/ledger{path}", headers=viewer).status_code == 403


def test_a_wrong_id_is_told_as_a_problem(server: httpx.Client, headers: dict[str, str]) -> None:
    answer = server.get("/api/v1/ledger/nonsense", headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (422, "device")
