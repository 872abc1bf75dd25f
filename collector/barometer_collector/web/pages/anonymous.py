"""Anonymous rounds: the hash of their keys to compare, whom they ask, and how many answered."""

from fastapi import APIRouter, Depends, Request, Response

from barometer_collector.people.access import Right, requires
from barometer_collector.web.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/anonymous", dependencies=[Depends(requires(Right.SEE_SCORES))])
def anonymous(request: Request) -> Response:
    state = request.app.state
    now_ms = int(state.clock().timestamp() * 1000)
    return render(request, "anonymous.html", rounds=state.figures.rounds(), now_ms=now_ms)
