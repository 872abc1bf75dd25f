"""All laptops, a page at a time."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from barometer_collector.people.access import Right, requires
from barometer_collector.web.rendering import render

router = APIRouter(include_in_schema=False)
_LAPTOPS = 100

Short = Annotated[str, Query(max_length=300)]


@router.get("/devices", dependencies=[Depends(requires(Right.SEE_DEVICES))])
def devices(request: Request, team: Short = "", after: Short = "") -> Response:
    state = request.app.state
    found = state.figures.devices(state.clock(), team or None, after or None, _LAPTOPS)
    more = "/devices?" + (urlencode({"team": team}) + "&" if team else "") + "after="
    return render(request, "devices.html", devices=found, team=team, more=more)
