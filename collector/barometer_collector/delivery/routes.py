"""GET /api/v1/device/config and /api/v1/device/report: what a device is told, by its own key and of itself alone."""

from collections.abc import Callable

from fastapi import APIRouter, Depends, FastAPI, Request, Response

from barometer_collector.delivery.pace import Pace
from barometer_collector.delivery.reports import Reports
from barometer_collector.devices import service as devices
from barometer_collector.openapi import json_answer, problems
from barometer_collector.people.access import Right, requires
from barometer_shared.protocol import DEVICE_CONFIG_PATH, DeviceConfig
from barometer_shared.report import DEVICE_REPORT_PATH, DeviceReport

router = APIRouter(tags=["devices"])

_EXAMPLE = {
    "version": "5d1f0c9a2b7e",
    "interval_seconds": 300,
    "targets": [{"name": "collector", "url": "https://barometer.example.org/healthz"}],
    "questions": [],
}
_REPORT = {
    "score": 71.5,
    "band": "average",
    "coverage": 0.95,
    "first_day": 20774,
    "last_day": 20780,
    "parts": [
        {
            "component": "responsiveness",
            "name": {"en": "Responsiveness", "nl": "Vlotheid"},
            "score": 45.0,
            "cost": 8.25,
            "finding": {
                "en": "Something had to wait during 30% of the time.",
                "nl": "30% van de tijd wachtte er iets.",
            },
            "tip": {"en": "This laptop was not restarted for 34 days: restart it."},
        }
    ],
    "missing": {},
    "news": [],
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
    told = state.configurations.of(state.database, device_id, state.clock())
    return _unless_known(request, told.config.version, lambda: told.body)


@router.get(
    DEVICE_REPORT_PATH,
    dependencies=[Depends(requires(Right.DEVICE))],
    responses={
        200: json_answer(DeviceReport, "The score of this laptop, what it is made of, and what IT did.", _REPORT),
        304: {"description": "Nothing changed since the mark of If-None-Match."},
        **_PROBLEMS,
        **problems(s429="This laptop asks too often; try again after Retry-After."),
    },
    summary="What the people of this laptop may know of it",
)
def device_report(request: Request) -> Response:
    """The report of the device that shows its key, and of no other: there is no way to name one."""
    state = request.app.state
    device_id = devices.authenticate(state.database, request.headers.get("authorization", ""))
    now, pace = state.clock(), state.report_pace
    pace.keep(device_id, now)
    told = state.reports.of(device_id, now)
    return _unless_known(request, told.mark, lambda: told.body)


def install(app: FastAPI) -> None:
    """Add the routes to ``app``, whose state holds ``database``, ``settings``, ``clock`` and ``configurations``."""
    app.state.report_pace = Pace()
    app.state.reports = Reports(app.state.database, app.state.settings)
    app.include_router(router)


def _unless_known(request: Request, mark: str, body: Callable[[], bytes]) -> Response:
    """``body``; or only that nothing changed, to whoever has what carries this mark."""
    headers = {"ETag": f'"{mark}"', "Cache-Control": "private, no-cache"}
    known = {each.strip().removeprefix("W/").strip('"') for each in request.headers.get("if-none-match", "").split(",")}
    if mark in known:
        return Response(status_code=304, headers=headers)
    return Response(body(), media_type="application/json", headers=headers)
