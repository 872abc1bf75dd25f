"""POST /api/v1/batches."""

import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from barometer_collector.errors import ProblemError, mistake_response, problem_response
from barometer_collector.ingest.intake import Intake
from barometer_collector.openapi import json_answer, json_body, problems
from barometer_collector.people.access import Right, requires
from barometer_shared.protocol import BATCHES_PATH, CONFIG_HEADER, BatchReceipt
from barometer_shared.samples import Batch

_log = logging.getLogger(__name__)

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
    s400="The body is no JSON, or not the gzip or zstd it says it is.",
    s401="The key is unknown or revoked.",
    s413="More bytes, samples or answers than allowed: send halves.",
    s415="A Content-Encoding other than gzip and zstd.",
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

    ``Authorization: Bearer DEVICE_ID.SECRET``; ``Content-Encoding: gzip`` and ``zstd`` are understood.
    """
    return await _answer(request.app.state.intake, request.headers, request.stream())


def straight(intake: Intake) -> ASGIApp:
    """``receive_batch`` without what a framework does around every route, which took a sixth of the processor's time of
    a batch of 100 samples. It answers the same; a test holds the two together.
    """

    async def receive_straight(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(scope["headers"])}
        try:
            response = await _answer(intake, headers, _chunks(receive))
        except ProblemError as error:
            response = problem_response(error.problem, error.headers)
        except ClientDisconnect:
            return
        except Exception:  # noqa: BLE001 - as the handler of the other routes
            _log.exception("intake_request_failed")
            response = mistake_response()
        await response(scope, receive, send)

    return receive_straight


async def _answer(intake: Intake, headers: Mapping[str, str], chunks: AsyncIterator[bytes]) -> Response:
    receipt = await intake.receive(headers, chunks)
    return Response(
        msgspec.json.encode(receipt),
        status_code=202,
        media_type="application/json",
        headers={CONFIG_HEADER: receipt.config},
    )


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return
