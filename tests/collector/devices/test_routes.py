"""POST /api/v1/enrolments, over real HTTP."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from barometer_collector.database import Database
from barometer_collector.devices import service
from barometer_collector.settings import Settings
from barometer_shared.protocol import ENROLMENTS_PATH
from tests.collector.laptops import NOON, Laptop, batch, sample


def _asked(token: str = "guessed", **change: Any) -> dict[str, Any]:  # noqa: S107 - not a password
    facts = {"name": "LT", "hardware_id": "a" * 64, "platform": "linux", "os": "Debian", "agent_version": "1"}
    return {"token": token, **facts, **change}


def test_a_laptop_enrols_and_its_batches_are_taken(
    server: httpx.Client, database: Database, settings: Settings
) -> None:
    token = service.create_token(database, settings, NOON, "Finance", uses=1)
    answer = server.post(ENROLMENTS_PATH, json=_asked(token, unknown="ignored"))
    assert answer.status_code == 201
    made = answer.json()
    laptop = Laptop(int(made["device_id"], 16), f"Bearer {made['device_id']}.{made['secret']}")
    assert laptop.send(server, batch(sample())).status_code == 202
    assert server.post(ENROLMENTS_PATH, json=_asked(token)).status_code == 403


@pytest.mark.parametrize(
    ("content", "status", "field"),
    [
        (b"", 400, "body"),
        (b"{", 400, "body"),
        (b"\xff", 400, "body"),
        (b"[" * 10_000, 422, "body"),
        (b"{}", 422, "body"),
        (b'{"token": 5}', 422, "token"),
        (b" " * 20_000, 413, "body"),
    ],
)
def test_what_cannot_be_read_is_a_problem_that_names_the_field(
    server: httpx.Client, content: bytes, status: int, field: str
) -> None:
    answer = server.post(ENROLMENTS_PATH, content=content)
    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert answer.json()["rule"]


@pytest.mark.parametrize(
    "change", [{"platform": "amiga"}, {"hardware_id": "A" * 64}, {"name": ""}, {"name": "x" * 256}, {"name": "a\x00b"}]
)
def test_a_field_that_breaks_a_rule_is_422(server: httpx.Client, change: dict[str, str]) -> None:
    answer = server.post(ENROLMENTS_PATH, json=_asked(**change))
    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(change)))


def test_an_unknown_token_is_401(server: httpx.Client) -> None:
    answer = server.post(ENROLMENTS_PATH, json=_asked())
    assert (answer.status_code, answer.json()["field"]) == (401, "token")


def test_an_endless_body_is_cut_off(server: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * 1024

    assert server.post(ENROLMENTS_PATH, content=endless()).status_code == 413
