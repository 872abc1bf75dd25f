"""What people told IT, over HTTP."""

from fastapi import APIRouter, Depends, Request

from barometer_collector.openapi import problems
from barometer_collector.people.access import Right, requires
from barometer_collector.sentiment import listening
from barometer_collector.sentiment.views import Told

router = APIRouter(prefix="/api/v1", tags=["answers"])

_EXAMPLE = {
    "shared": [
        {
            "device_id": "00f3a9c27d5e1b84",
            "device": "LT-0042",
            "simulated": False,
            "at": 1_795_163_400_000,
            "kind": "told",
            "type": "text",
            "value": None,
            "words": "The dock loses the second screen every morning.",
            "about": {},
            "contact": True,
            "mood": 2,
            "language": "en",
        }
    ],
    "confidential": [],
    "needed": 5,
    "next_day": "2026-11-23",
}


@router.get(
    "/told",
    summary="What people said in their own words",
    dependencies=[Depends(requires(Right.SEE_DEVICES))],
    responses={
        200: {"content": {"application/json": {"example": _EXAMPLE}}},
        **problems(s401="Nobody is signed in.", s403="The role may not see laptops."),
    },
)
def get_told(request: Request) -> Told:
    """Shared words stand with their laptop. Confidential ones come in bundles of ``needed`` people or more, four weeks
    at a time, without laptop, team, moment or what was answered; with the face that came with words that nobody asked
    for, and with topic and language where they give nobody away."""
    state = request.app.state
    return listening.told(state.database, state.settings, state.clock())
