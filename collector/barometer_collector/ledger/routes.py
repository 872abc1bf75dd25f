"""GET /api/v1/ledger: what the collector has of every batch, to be held against what was sent."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response

from barometer_collector.ledger import service
from barometer_collector.ledger.service import MOST_DEVICES
from barometer_collector.ledger.views import DeviceBatches, LedgerPage, LedgerState
from barometer_collector.openapi import json_answer, problems
from barometer_collector.people.access import Right, requires

router = APIRouter(prefix="/api/v1/ledger", tags=["ledger"])

_DEVICE = "00f3a9c27d5e1b84"
_ENTRY = {
    "device": _DEVICE,
    "batches": 12,
    "samples": 318,
    "counted": 318,
    "checksum": 81985529216486895,
    "stored": 318,
}
_BATCH = {"batch": "0123456789abcdef0123456789abcdef", "samples": 26, "stored": 26, "open": False}
_PROBLEMS = problems(
    s401="No token or session.",
    s403="The role may not see this.",
    s422="This is no id of a device.",
    s503="The database cannot be used right now; try again after Retry-After.",
)


@router.get(
    "",
    dependencies=[Depends(requires(Right.SEE_DEVICES))],
    responses={
        200: json_answer(LedgerPage, "A page of devices.", {"devices": [_ENTRY], "next": _DEVICE}),
        **_PROBLEMS,
    },
    summary="Batches and samples of each device, page by page",
)
def get_page(
    request: Request,
    after: Annotated[str | None, Query(description="next of the page before", examples=[_DEVICE])] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_DEVICES)] = 1000,
    stored: Annotated[bool, Query(description="also count the samples that lie there; reads them all")] = False,
) -> Response:
    """How many batches and samples were acknowledged, how many of these are in the device-days, and a sum over the
    batches' ids: whoever sent them can tell at once whether all are there."""
    return _json(service.page(request.app.state.database, after, limit, stored=stored))


@router.get(
    "/state",
    dependencies=[Depends(requires(Right.SEE_DEVICES))],
    responses={
        200: json_answer(LedgerState, "How far it is.", {"open_batches": 210, "lag_seconds": 0.6}),
        **_PROBLEMS,
    },
    summary="How far the roll-up is",
)
def get_state(request: Request) -> Response:
    """Batches that wait for the roll-up, and the age of the oldest."""
    state = request.app.state
    return _json(service.state(state.database, state.clock()))


@router.get(
    "/{device_id}",
    dependencies=[Depends(requires(Right.SEE_DEVICES))],
    responses={
        200: json_answer(DeviceBatches, "Every batch.", {"device": _DEVICE, "batches": [_BATCH]}),
        **_PROBLEMS,
    },
    summary="Every batch of one device",
)
def get_device(request: Request, device_id: str) -> Response:
    """The id of each batch with the samples that it had and those that lie there."""
    return _json(service.device(request.app.state.database, device_id))


def _json(told: object) -> Response:
    return Response(msgspec.json.encode(told), media_type="application/json", headers={"Cache-Control": "no-store"})
