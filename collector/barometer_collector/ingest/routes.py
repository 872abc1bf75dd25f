"""POST /api/v1/batches."""

from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from barometer_collector.ingest.intake import Intake
from barometer_collector.openapi import json_answer, json_body, problems
from barometer_collector.people.access import Right, requires
from barometer_shared.protocol import BATCHES_PATH, CONFIG_HEADER, BatchReceipt
from barometer_shared.samples import Batch

router = APIRouter(tags=["devices"])

_BATCH: dict[str, Any] = {
    "id": "0123456789abcdef0123456789abcdef",
    "month": "2026-11",
    "sealed_at": 1795255200000,
    "utc_offset_minutes": 60,
    "boot_id": "5e0f7c0b",
    "agent": {"version": "0.1.0", "platform": "linux", "os": "Debian GNU/Linux 12", "question_types": ["faces"]},
    "skew_ms": 12,
    "samples": [
        {"metric": "boot_ms", "value": 31200, "at": 1795251600000},
        {"metric": "tcp_connect_us", "value": 18400, "at": 1795255140000, "subject": "collector"},
        {"metric": "tcp_connect_us", "value": 0, "at": 1795255170000, "subject": "intranet", "failed": True},
    ],
    "gaps": [
        {
            "metric": "battery_capacity_permille",
            "kind": "not_applicable",
            "reason": {"en": "this laptop has no battery", "nl": "deze laptop heeft geen accu"},
        }
    ],
}
_RECEIPT = {"batch": _BATCH["id"], "accepted": 4, "quarantined": 0, "config": "5d1f0c9a", "pause_ms": 0}
_TOLD = problems(
    s400="The body is no JSON, or not the gzip it says it is.",
    s401="The key is unknown or revoked.",
    s413="More bytes, samples or answers than allowed: send halves.",
    s415="A Content-Encoding other than gzip.",
    s422="A field of the envelope has a wrong type, or the batch is older than the ledger.",
    s429="This laptop sends too often; send the same batch again after Retry-After.",
    s503="Nothing was stored; send the same batch again after Retry-After.",
)


@router.post(
    BATCHES_PATH,
    status_code=202,
    dependencies=[Depends(requires(Right.DEVICE))],
    openapi_extra=json_body(Batch, _BATCH),
    responses={202: json_answer(BatchReceipt, "Durable. Wrong items were set aside and counted.", _RECEIPT), **_TOLD},
    summary="Take in a batch, exactly once",
)
async def receive_batch(request: Request) -> Response:
    """A batch of a device, acknowledged after it is durable; the same batch again is told the same and changes nothing.

    ``Authorization: Bearer DEVICE_ID.SECRET``; ``Content-Encoding: gzip`` is understood.
    """
    intake: Intake = request.app.state.intake
    receipt = await intake.receive(request.headers, request.stream())
    return Response(
        msgspec.json.encode(receipt),
        status_code=202,
        media_type="application/json",
        headers={CONFIG_HEADER: receipt.config},
    )
