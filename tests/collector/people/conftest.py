"""A small application behind the gates, one route for each kind of right."""

from datetime import UTC, datetime

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request

from barometer_collector import errors
from barometer_collector.database import Database
from barometer_collector.people.access import Right, caller_of, requires
from tests.collector.asgi import client_of

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def app(database: Database) -> FastAPI:
    made = FastAPI(docs_url=None, redoc_url=None)
    made.state.database = database
    made.state.clock = lambda: NOW
    errors.install(made)
    made.include_router(_router())
    return made


@pytest.fixture
def client(app: FastAPI) -> httpx.Client:
    return client_of(app)


def _router() -> APIRouter:
    router = APIRouter()

    @router.get("/open", dependencies=[Depends(requires(Right.PUBLIC))])
    def open_to_all(request: Request) -> str:
        caller = caller_of(request)
        return caller.name if caller else "nobody"

    @router.get("/scores", dependencies=[Depends(requires(Right.SEE_SCORES))])
    def scores(request: Request) -> str:
        caller = caller_of(request)
        assert caller
        return caller.name

    @router.get("/devices", dependencies=[Depends(requires(Right.SEE_DEVICES))])
    def devices() -> str:
        return "devices"

    @router.post("/change", dependencies=[Depends(requires(Right.SEE_SCORES))])
    async def change(request: Request) -> str:
        return str((await request.form()).get("what", ""))

    return router
