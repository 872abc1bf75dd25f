"""Scores of devices from what is stored of them: as numbers, thousands at once, or with their reasons."""

from collections.abc import Sequence
from functools import cache

from barometer_collector.database import Session
from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.rules.days import Day
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.rules.explain import explain, points_of_answers
from barometer_collector.scoring.rules.facts import nothing
from barometer_collector.scoring.rules.numbers import Numbers, numbers_of
from barometer_collector.scoring.rules.tally import Layout
from barometer_collector.scoring.rules.technical import Technical, score_t
from barometer_collector.scoring.store import facts
from barometer_collector.scoring.views import DeviceScores
from barometer_collector.sentiment import service as sentiment
from barometer_collector.sentiment.rules.normalise import SharedAnswer


def scores_of(session: Session, model: Model, device_ids: Sequence[int], day: Day) -> list[DeviceScores]:
    """The scores of ``device_ids`` (ascending) on ``day`` with their reasons."""
    return explain(model, *_known(session, model, device_ids, day))


def numbers(session: Session, layout: Layout, device_ids: Sequence[int], day: Day) -> Numbers:
    """The same scores as numbers alone, and what each device adds to its group."""
    technical, answers = _known(session, layout.model, device_ids, day)
    return numbers_of(layout, technical, points_of_answers(answers, len(device_ids)))


@cache
def layout_of(model: Model) -> Layout:
    """Which number is what in the rows of that model."""
    technical = score_t(model, nothing(1), measures())
    return Layout(model, tuple(found.unit for part in technical.components for found in part.measured))


def _known(
    session: Session, model: Model, device_ids: Sequence[int], day: Day
) -> tuple[Technical, dict[int, SharedAnswer]]:
    technical = score_t(model, facts.load(session, model, device_ids, day), measures())
    shared = sentiment.latest_shared(session, device_ids, day.first(model.answer_days), day.last)
    answers = {place: shared[device] for place, device in enumerate(device_ids) if device in shared} if shared else {}
    return technical, answers
