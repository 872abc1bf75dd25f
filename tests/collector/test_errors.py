"""One error shape for everything that goes wrong over HTTP."""

from typing import Annotated

import httpx
import pytest
from fastapi import FastAPI, Query

from barometer_collector import errors
from barometer_collector.database import DatabaseUnavailableError
from barometer_collector.errors import ProblemError
from barometer_shared.protocol import COLLECTOR_PROBLEM
from tests.collector.asgi import client_of


@pytest.fixture
def client() -> httpx.Client:
    app = FastAPI()
    errors.install(app)

    @app.get("/problem")
    async def problem() -> None:
        raise ProblemError(418, "tea", field="pot", rule="no coffee", fix="ask a kettle", headers={"X-Tea": "yes"})

    @app.get("/unavailable")
    async def unavailable() -> None:
        raise DatabaseUnavailableError("disk full")

    @app.get("/number")
    async def number(n: Annotated[int, Query()]) -> int:
        return n

    return client_of(app)


def test_a_problem_leaves_with_field_rule_and_fix(client: httpx.Client) -> None:
    answer = client.get("/problem")
    assert (answer.status_code, answer.headers["content-type"]) == (418, "application/problem+json")
    assert answer.headers["x-tea"] == "yes"
    told = {"title": "tea", "status": 418, "field": "pot", "rule": "no coffee", "fix": "ask a kettle"}
    assert answer.json() == {"type": COLLECTOR_PROBLEM, **told}


def test_a_database_that_is_gone_is_503_with_a_moment_to_come_back(client: httpx.Client) -> None:
    answer = client.get("/unavailable")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 2
    assert "disk" not in answer.text


def test_a_wrong_parameter_names_its_field_and_rule(client: httpx.Client) -> None:
    answer = client.get("/number?n=x")
    assert (answer.status_code, answer.json()["field"]) == (422, "query.n")
    assert answer.json()["rule"]


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("POST", "/problem", 405)])
def test_what_the_framework_refuses_has_the_same_shape(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/problem", "/unavailable", "/number?n=x", "/nowhere"])
def test_whatever_the_collector_refuses_is_marked_as_its_own(client: httpx.Client, path: str) -> None:
    assert client.get(path).json()["type"] == COLLECTOR_PROBLEM
