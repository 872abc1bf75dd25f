"""What people told IT: shared words with their laptop, confidential ones in bundles of enough people."""

from fastapi import APIRouter, Depends, Request, Response

from barometer_collector.people.access import Right, requires
from barometer_collector.web.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/told", dependencies=[Depends(requires(Right.SEE_DEVICES))])
def told(request: Request) -> Response:
    state = request.app.state
    return render(request, "told.html", told=state.figures.words(state.clock()))
