"""GET /healthz, /readyz and /metrics."""

from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from barometer_collector.health.rules import judge
from barometer_collector.openapi import problems
from barometer_collector.people.access import Right, requires

router = APIRouter(tags=["health"])

_READY = {"ready": True, "checks": {"database": "ok", "schema": "ok", "intake": "ok"}}
_NOT_READY = {"ready": False, "checks": {"database": "ok", "schema": "ok", "intake": "at its limit"}}


def _answer(description: str, example: object, media_type: str = "application/json") -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"example": example}}}


@router.get(
    "/healthz",
    dependencies=[Depends(requires(Right.PUBLIC))],
    responses={200: _answer("It lives.", "ok\n", "text/plain")},
    summary="Does the process live?",
)
async def healthz() -> Response:
    """Answered by the process itself, without the database; laptops measure the network to it."""
    return Response("ok\n", media_type="text/plain", headers={"Cache-Control": "no-store"})


@router.get(
    "/readyz",
    dependencies=[Depends(requires(Right.PUBLIC))],
    responses={200: _answer("Ready.", _READY), 503: _answer("Send nothing here now.", _NOT_READY)},
    summary="Can it be sent work?",
)
def readyz(request: Request) -> Response:
    """Whether the database answers, its schema is this collector's, and the intake has room."""
    state = request.app.state
    error, current = state.look_at_schema()
    found = judge(database_error=error, schema_is_current=current, intake_is_full=state.intake.committer.is_full)
    body = msgspec.json.encode({"ready": found.ready, "checks": found.checks})
    return Response(body, status_code=200 if found.ready else 503, media_type="application/json")


@router.get(
    "/metrics",
    dependencies=[Depends(requires(Right.SEE_METRICS))],
    responses={
        200: _answer("Prometheus' text format.", "barometer_devices 42.0\n", "text/plain"),
        **problems(s401="No token or session.", s403="The role may not see this."),
    },
    summary="Figures about the collector itself",
)
def metrics(request: Request) -> Response:
    """Batches, samples, what was quarantined, commit times, queue, roll-up lag, devices, dropped samples."""
    return Response(generate_latest(request.app.state.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
