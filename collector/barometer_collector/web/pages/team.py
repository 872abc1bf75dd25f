"""One team: how it is, since when, what costs it points, and its laptops for those who may see them."""

from fastapi import APIRouter, Depends, Request, Response

from barometer_collector.people.access import Right, caller_of, requires
from barometer_collector.web.charts import trend_chart
from barometer_collector.web.rendering import formats_for, language_for, render
from barometer_collector.web.words import why_no_score

router = APIRouter(include_in_schema=False)
_LAPTOPS = 50


@router.get("/teams/{slug}", dependencies=[Depends(requires(Right.SEE_SCORES))])
def team(request: Request, slug: str) -> Response:
    state = request.app.state
    now = state.clock()
    found = state.figures.team(now, slug)
    caller = caller_of(request)
    may_see = caller is not None and caller.may(Right.SEE_DEVICES)
    language = language_for(request)
    return render(
        request,
        "team.html",
        live=True,
        team=found,
        devices=state.figures.devices(now, slug, None, _LAPTOPS) if may_see else None,
        more=f"/devices?team={found.key}&after=",
        trend=trend_chart(language, formats_for(request), found.trend),
        why_none=why_no_score(language, found),
    )
