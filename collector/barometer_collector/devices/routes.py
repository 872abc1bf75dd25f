"""POST /api/v1/enrolments."""

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from barometer_collector.devices import service
from barometer_collector.devices.rules import wrong_with_request
from barometer_collector.errors import ProblemError
from barometer_collector.openapi import json_answer, json_body, problems
from barometer_collector.people.access import Right, requires
from barometer_shared.protocol import ENROLMENTS_PATH, EnrolmentRequest, EnrolmentResponse

router = APIRouter(tags=["devices"])

_MAX_BYTES = 16 * 1024
_ASKED = {
    "token": "the token of your administrator",
    "name": "LT-0042",
    "hardware_id": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "platform": "linux",
    "os": "Debian GNU/Linux 12",
    "agent_version": "0.1.0",
}
_TOLD = {"device_id": "00c0ffee00c0ffee", "secret": "told once", "team": "finance"}
_PROBLEMS = problems(
    s400="The body is no JSON.",
    s401="The token is not known.",
    s403="The token is expired, used up or revoked.",
    s413="The body is larger than an enrolment can be.",
    s422="A field has a wrong type or value.",
    s503="The database cannot be used right now; try again after Retry-After.",
)


@router.post(
    ENROLMENTS_PATH,
    status_code=201,
    dependencies=[Depends(requires(Right.PUBLIC))],
    openapi_extra=json_body(EnrolmentRequest, _ASKED),
    responses={
        201: json_answer(EnrolmentResponse, "The laptop's identity; the secret is told once.", _TOLD),
        **_PROBLEMS,
    },
    summary="Make a laptop known",
)
async def enrol(request: Request) -> Response:
    """A laptop shows an enrolment token and gets its key. The same hardware is the same device with a new secret."""
    asked = _read(await _body(request))
    state = request.app.state
    identity = await run_in_threadpool(service.enrol, state.database, state.settings, state.clock(), asked)
    return Response(msgspec.json.encode(identity), status_code=201, media_type="application/json")


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BYTES:
            raise ProblemError(
                413, "this is larger than an enrolment can be", field="body", rule=f"at most {_MAX_BYTES} bytes"
            )
    return bytes(body)


def _read(body: bytes) -> EnrolmentRequest:
    try:
        asked = msgspec.json.decode(body, type=EnrolmentRequest)
    except msgspec.ValidationError as error:
        rule, _, where = str(error).partition(" - at `$.")
        raise _malformed(422, where.rstrip("`") or "body", rule) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _malformed(400, "body", f"readable JSON ({error})"[:200]) from None
    wrong = wrong_with_request(asked)
    if wrong:
        raise _malformed(422, wrong, "no control characters")
    return asked


def _malformed(status: int, field: str, rule: str) -> ProblemError:
    return ProblemError(
        status,
        "this enrolment is not of the expected form",
        field=field,
        rule=rule,
        fix="send what /openapi.json describes",
    )
