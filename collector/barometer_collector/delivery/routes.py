"""GET /api/v1/device/config."""

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from barometer_collector.delivery import service
from barometer_collector.devices import service as devices
from barometer_collector.openapi import json_answer, problems
from barometer_collector.people.access import Right, requires
from barometer_shared.protocol import DEVICE_CONFIG_PATH, DeviceConfig

router = APIRouter(tags=["devices"])

_EXAMPLE = {
    "version": "5d1f0c9a2b7e",
    "interval_seconds": 300,
    "targets": [{"name": "collector", "url": "https://barometer.example.org/healthz"}],
    "questions": [],
}
_PROBLEMS = problems(
    s401="The key is unknown or revoked.",
    s503="The database cannot be used right now; try again after Retry-After.",
)


@router.get(
    DEVICE_CONFIG_PATH,
    dependencies=[Depends(requires(Right.DEVICE))],
    responses={
        200: json_answer(DeviceConfig, "What this device is to do. ETag is its version.", _EXAMPLE),
        304: {"description": "Nothing changed since the version of If-None-Match."},
        **_PROBLEMS,
    },
    summary="What this device is to do",
)
def device_config(request: Request) -> Response:
    """Pace, targets and open questions of the device that shows its key."""
    state = request.app.state
    device_id = devices.authenticate(state.database, request.headers.get("authorization", ""))
    config = service.device_config(state.database, state.settings, device_id, state.clock())
    headers = {"ETag": f'"{config.version}"', "Cache-Control": "private, no-cache"}
    known = {each.strip().removeprefix("W/").strip('"') for each in request.headers.get("if-none-match", "").split(",")}
    if config.version in known:
        return Response(status_code=304, headers=headers)
    return Response(msgspec.json.encode(config), media_type="application/json", headers=headers)
