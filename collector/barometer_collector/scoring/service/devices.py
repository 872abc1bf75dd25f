"""Scores of devices from what is stored of them."""

from collections.abc import Sequence

import msgspec

from barometer_collector.database import Session
from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.rules.days import Day
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.rules.explain import explain
from barometer_collector.scoring.rules.technical import score_t
from barometer_collector.scoring.store import facts
from barometer_collector.scoring.store.scores import DeviceScoreRow
from barometer_collector.scoring.views import DeviceScores
from barometer_collector.sentiment import service as sentiment


def scores_of(session: Session, model: Model, device_ids: Sequence[int], day: Day) -> list[DeviceScores]:
    """The scores of ``device_ids`` (ascending) on ``day``, computed from device-days, events, gaps and answers."""
    technical = score_t(model, facts.load(session, model, device_ids, day), measures())
    shared = sentiment.latest_shared(session, device_ids, day.first(model.answer_days), day.last)
    answers = {place: shared[device] for place, device in enumerate(device_ids) if device in shared}
    return explain(model, technical, answers)


def rows_of(
    device_ids: Sequence[int], scores: Sequence[DeviceScores], day: Day, model: Model, computed_at: int
) -> list[DeviceScoreRow]:
    """``scores`` as they are stored."""
    return [
        DeviceScoreRow(
            device_id=device,
            day=day.day,
            experience=each.experience.value,
            t=each.t.value,
            x=each.x.value,
            o=each.o.value,
            document=msgspec.json.encode(each).decode(),
            model=model.name,
            computed_at=computed_at,
        )
        for device, each in zip(device_ids, scores, strict=True)
    ]


def decoded(document: str) -> DeviceScores:
    """A stored document as it was."""
    return msgspec.json.decode(document, type=DeviceScores)
