"""POST /api/v1/anonymous/CAMPAIGN/tokens."""

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from barometer_collector.ballots.requests import Campaign, body_of
from barometer_collector.devices import service as devices
from barometer_collector.errors import ProblemError
from barometer_collector.openapi import json_answer, json_body, problems
from barometer_collector.people.access import Right, requires
from barometer_collector.tokens import service
from barometer_shared import anonymous
from barometer_shared.anonymous import TokenReply, TokenRequest

router = APIRouter(tags=["anonymous"])

_ASKED = {"account": "anna", "request": "AAGfAtM4wF7LzoLeE9ZwD..."}
_REPLIED = {"reply": "AqO7pYmz6GcqoZ6P0ljeLmqu..."}


@router.post(
    anonymous.tokens_path("{campaign}"),
    dependencies=[Depends(requires(Right.DEVICE))],
    openapi_extra=json_body(TokenRequest, _ASKED),
    responses={
        200: json_answer(TokenReply, "What the token is made of on the laptop.", _REPLIED),
        **problems(
            s401="The key is unknown or revoked.",
            s403="The laptop has the four tokens that it may have.",
            s404="The laptop is not asked in such a campaign.",
            s409="The person asked elsewhere, or with another request.",
            s410="The campaign is closed.",
            s413="Longer than a request.",
            s422="No request for a token of this campaign.",
            s503="The database cannot be used right now; try again after Retry-After.",
        ),
    },
    summary="Ask for a blind token, one for a person",
)
async def issue_token(request: Request, campaign: Campaign) -> Response:
    """The same request is told the same again; what is seen here says nothing of the token."""
    body = await body_of(request)
    state = request.app.state
    reply = await run_in_threadpool(
        lambda: service.issue(
            state.database,
            state.settings.secret,
            state.clock(),
            devices.authenticate(state.database, request.headers.get("authorization", "")),
            campaign,
            _asked(body),
        )
    )
    return Response(msgspec.json.encode(reply), media_type="application/json", headers={"Cache-Control": "no-store"})


def _asked(body: bytes) -> TokenRequest:
    try:
        return msgspec.json.decode(body, type=TokenRequest)
    except msgspec.MsgspecError as error:
        raise ProblemError(422, "this is no request for a token", field="body", rule=str(error)) from None
