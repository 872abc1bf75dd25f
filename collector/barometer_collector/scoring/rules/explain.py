"""Tells a device's scores with their reasons: arrays in, one ``views.DeviceScores`` per device out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from barometer_collector.scoring.rules import measured
from barometer_collector.scoring.rules.breakdown import NONE, Breakdown
from barometer_collector.scoring.rules.curve import FloatArray, band
from barometer_collector.scoring.rules.definition import MetricRule, Model
from barometer_collector.scoring.rules.measured import COUNTED_ABOVE, NOT_APPLICABLE, Detail, Measured
from barometer_collector.scoring.rules.numbers import combine, together, values_of
from barometer_collector.scoring.rules.tally import CAP
from barometer_collector.scoring.rules.technical import ComponentPoints, Technical
from barometer_collector.scoring.rules.whole import HUNDREDTHS, TEN_THOUSANDTHS, told
from barometer_collector.scoring.views import Component, DeviceScores, Evidence, MetricEvidence, Score
from barometer_collector.sentiment.rules.normalise import SharedAnswer

NO_DATA = "no_data"
NO_ANSWER = "no_answer"
NO_TICKETS = "no_tickets"
_Rows = tuple[Detail | None, Mapping[int, list[int]]]
_MOST_SHOWN = 5  # subjects named below a total


def explain(model: Model, technical: Technical, answers: Mapping[int, SharedAnswer]) -> list[DeviceScores]:
    """The scores of every device, by its number; ``answers`` has those that shared one."""
    count = len(technical.score.value)
    t = values_of(technical.score)
    x = points_of_answers(answers, count)
    combined = together(model, t, x)
    details = [[_by_device(each) for each in part.measured] for part in technical.components]
    return [
        DeviceScores(
            experience=_experience(model, combined, device, (t[device], x[device], np.nan)),
            t=_technical(model, technical, device, details),
            x=asked(model, answers.get(device)),
            o=operational(model),
        )
        for device in range(count)
    ]


def points_of_answers(answers: Mapping[int, SharedAnswer], count: int) -> FloatArray:
    """X of ``count`` devices, by their number: the points of their answers, NaN without one."""
    found = np.full(count, np.nan)
    for device, answer in answers.items():
        found[device] = answer.points
    return found


def experience(model: Model, t: float | None, x: float | None, o: float | None = None) -> Score:
    """One score from its parts; None where nothing has data."""
    parts = tuple(np.nan if part is None else part for part in (t, x, o))
    return _experience(model, combine(model, np.array([parts])), 0, parts)


def asked(model: Model, answer: SharedAnswer | None) -> Score:
    """X of a device: its latest shared answer."""
    if answer is None:
        evidence = Evidence(model.answer_days, (), NO_ANSWER)
        return Score(None, 0.0, None, (Component("answer", None, 0.0, 0.0, evidence),), model.name)
    row = MetricEvidence(
        metric="answer",
        subject=answer.campaign,
        unit=answer.type,
        points=answer.points,
        share=1.0,
        n=1,
        typical=float(answer.value),
    )
    value = told(answer.points, HUNDREDTHS) or 0.0
    part = Component("answer", value, 1.0, round(100 - value, 2), Evidence(model.answer_days, (row,)))
    return Score(value, 1.0, band(value), (part,), model.name)


def operational(model: Model) -> Score:
    """O: there are no tickets yet, and it says so."""
    part = Component("tickets", None, 0.0, 0.0, Evidence(model.window_days, (), NO_TICKETS))
    return Score(None, 0.0, None, (part,), model.name)


def by_cost(components: list[Component]) -> tuple[Component, ...]:
    """Largest cost first; of equal ones in the model's order, and what has no data last."""
    return tuple(sorted(components, key=lambda each: (each.value is None, -each.cost)))


def _experience(model: Model, combined: Breakdown, device: int, parts: tuple[float, ...]) -> Score:
    notes = (NO_DATA, NO_ANSWER, NO_TICKETS)
    days = (model.window_days, model.answer_days, model.window_days)
    components = [
        Component(
            name,
            _points(parts[i]),
            _ratio(combined.weight[device, i]),
            _hundredths(combined.cost[device, i]),
            Evidence(days[i], (), notes[i] if np.isnan(parts[i]) else ""),
        )
        for i, name in enumerate(("t", "x", "o"))
    ]
    return _score(model, combined, device, components)


def _technical(model: Model, technical: Technical, device: int, details: list[list[_Rows]]) -> Score:
    score = technical.score
    components = [
        Component(
            part.rule.name,
            _points(part.points[device]),
            _ratio(score.weight[device, i]),
            _hundredths(score.cost[device, i]),
            _evidence(part, device, details[i]),
        )
        for i, part in enumerate(technical.components)
    ]
    if score.cap_cost[device]:
        lowest = components[score.lowest[device]]
        evidence = Evidence(lowest.evidence.window_days, (), lowest.name)
        limit, cost = _hundredths(score.value[device]), _hundredths(score.cap_cost[device])
        components.append(Component(CAP, limit, 0.0, cost, evidence))
    return _score(model, score, device, components)


def _score(model: Model, score: Breakdown, device: int, components: list[Component]) -> Score:
    value = None if score.value[device] == NONE else _hundredths(score.value[device])
    return Score(value, _ratio(score.coverage[device]), band(value), by_cost(components), model.name)


def _evidence(part: ComponentPoints, device: int, details: list[_Rows]) -> Evidence:
    rows = tuple(
        row
        for i, rule in enumerate(part.rule.metrics)
        for row in _metric(rule, part.measured[i], float(part.shares[i][device]), device, details[i])
    )
    missing = NO_DATA if part.applicable[device] else NOT_APPLICABLE
    return Evidence(part.rule.window_days, rows, missing if np.isnan(part.points[device]) else "")


def _metric(rule: MetricRule, found: Measured, share: float, device: int, of: _Rows) -> Iterator[MetricEvidence]:
    """One row per subject where the subjects make the points, else the total and what it consists of."""
    detail, rows = of[0], of[1].get(device, [])
    if detail is None or detail.note == COUNTED_ABOVE or not rows or np.isnan(found.points[device]):
        yield _total(rule, found, share, device)
    if detail is None or np.isnan(found.points[device]):
        return
    if detail.note == COUNTED_ABOVE:
        rows = sorted(rows, key=lambda row: (-detail.n[row], detail.subject_of(row)))[:_MOST_SHOWN]
    yield from (_subject(rule, found, detail, share, row) for row in rows)


def _total(rule: MetricRule, found: Measured, share: float, device: int) -> MetricEvidence:
    return MetricEvidence(
        metric=rule.metric,
        subject="",
        unit=found.unit,
        points=_points(found.points[device]),
        share=_ratio(share),
        n=int(found.n[device]),
        failed=int(found.failed[device]),
        typical=_typical(found.typical[device]),
        note=str(found.note[device]),
    )


def _subject(rule: MetricRule, found: Measured, detail: Detail, share: float, row: int) -> MetricEvidence:
    return MetricEvidence(
        metric=rule.metric,
        subject=detail.subject_of(row),
        unit=measured.TIMES if detail.note == COUNTED_ABOVE else found.unit,
        points=_points(detail.points[row]),
        share=_ratio(share * detail.share[row]),
        n=int(detail.n[row]),
        failed=int(detail.failed[row]),
        typical=_typical(detail.typical[row]),
        note=detail.note,
    )


def _by_device(found: Measured) -> _Rows:
    """The detail, and which of its rows are a device's, in the order of their subjects."""
    rows: dict[int, list[int]] = defaultdict(list)
    if found.detail is None:
        return None, rows
    detail = found.detail()
    for row in sorted(range(len(detail.device)), key=detail.subject_of):
        rows[int(detail.device[row])].append(row)
    return detail, rows


def _hundredths(value: int) -> float:
    return int(value) / HUNDREDTHS


def _points(value: float) -> float | None:
    return told(value, HUNDREDTHS)


def _typical(value: float) -> float | None:
    return told(value, TEN_THOUSANDTHS)


def _ratio(value: float) -> float:
    return told(value, TEN_THOUSANDTHS) or 0.0
