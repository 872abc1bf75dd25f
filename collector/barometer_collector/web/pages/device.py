"""One laptop: its scores with all their reasons, the last days, what happened, and what was not measured."""

from datetime import timedelta

from fastapi import APIRouter, Depends, Request, Response

from barometer_collector.people.access import Right, requires
from barometer_collector.scoring.views import Gap
from barometer_collector.web.evidence import tell
from barometer_collector.web.happenings import happenings_of
from barometer_collector.web.history import history_of
from barometer_collector.web.rendering import formats_for, language_for, render
from barometer_collector.web.warnings import warnings_of

router = APIRouter(include_in_schema=False)
_SHOWN = timedelta(days=30)
_EVENTS = 2000  # a boot is told in up to twelve of them
_HAPPENINGS = 100
_SAMPLES = 100
_QUARANTINED = 20


@router.get("/devices/{device_id}", dependencies=[Depends(requires(Right.SEE_DEVICES))])
def device(request: Request, device_id: str) -> Response:
    figures, now = request.app.state.figures, request.app.state.clock()
    language, formats = language_for(request), formats_for(request)
    found = figures.device(now, device_id)
    since = now - _SHOWN
    history = figures.history(found.id, since)
    happenings = happenings_of(language, formats, figures.events(found.id, since, _EVENTS))
    return render(
        request,
        "device.html",
        live=True,
        device=found,
        told={each.name: tell(language, formats, each) for each in found.scores.t.components},
        gaps=sorted(found.gaps, key=_what_can_be_mended_first),
        warnings=warnings_of(language, formats, history),
        history=history_of(language, history),
        happenings=happenings[:_HAPPENINGS],
        is_cut=len(happenings) > _HAPPENINGS,
        shared=figures.shared(now, found.id),
        samples=figures.latest_samples(found.id, _SAMPLES),
        dropped=figures.dropped(found.id),
        quarantined=figures.quarantined(found.id, _QUARANTINED),
    )


def _what_can_be_mended_first(gap: Gap) -> tuple[bool, bool]:
    return gap.kind == "not_applicable", not gap.scored
