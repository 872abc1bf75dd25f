"""The fleet at a glance: how it is, where it hurts, and which team to open next."""

import shlex

from fastapi import APIRouter, Depends, Request, Response

from barometer_collector.people.access import Right, caller_of, requires
from barometer_collector.scoring.views import Component, Score
from barometer_collector.web.charts import trend_chart
from barometer_collector.web.rendering import formats_for, language_for, render
from barometer_collector.web.words import why_no_score

router = APIRouter(include_in_schema=False)
_MOST = 5


@router.get("/", dependencies=[Depends(requires(Right.SEE_SCORES))])
def overview(request: Request) -> Response:
    state = request.app.state
    found = state.figures.fleet(state.clock())
    if not found.fleet.devices:
        return _first_run(request)
    language = language_for(request)
    return render(
        request,
        "overview.html",
        live=True,
        fleet=found.fleet,
        teams=found.teams,
        costs=most_costly(found.fleet.t),
        trend=trend_chart(language, formats_for(request), found.fleet.trend),
        why_none=why_no_score(language, found.fleet),
    )


def _first_run(request: Request) -> Response:
    """The way to the first laptop; where the collector keeps its data is for administrators alone."""
    settings, caller = request.app.state.settings, caller_of(request)
    server = settings.public_url or str(request.base_url).rstrip("/")
    is_told = caller is not None and caller.may(Right.ADMINISTER)
    data = shlex.quote(str(settings.data_dir)) if is_told else ""
    interval = settings.interval_seconds
    return render(request, "first_run.html", live=True, server=server, data=data, interval_seconds=interval)


def most_costly(score: Score) -> list[Component]:
    """The components that take most off, most first."""
    costly = [each for each in score.components if each.cost > 0]
    return sorted(costly, key=lambda each: -each.cost)[:_MOST]
