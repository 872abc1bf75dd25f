"""Keeps what people answered and told."""

from collections.abc import Mapping, Sequence

import msgspec

from barometer_collector.database import Session
from barometer_collector.ingest.arrivals import Refusal, TimedAnswer
from barometer_collector.ingest.pseudonyms import pseudonym
from barometer_collector.rollup.service import touch
from barometer_collector.sentiment import store, told
from barometer_collector.sentiment.rules.acceptance import Asked, kept, refusal_of
from barometer_collector.sentiment.rules.normalise import SCALES, SharedAnswer, points_of
from barometer_collector.sentiment.tables import Campaign
from barometer_collector.settings import Settings
from barometer_shared.questions import FollowUp, Question


def store_answers(
    session: Session, settings: Settings, device_id: int, answers: Sequence[TimedAnswer], received_at: int
) -> tuple[Refusal, ...]:
    """Keep the answers of a device, each once, under the pseudonym of who gave it; what was refused is returned.

    Runs in the caller's transaction. The device is scored again from the day of the first of them on. Accounts are
    not kept. ``received_at`` in milliseconds since 1970 UTC.
    """
    slugs = {each.answer.campaign for each in answers}
    asked = {row.slug: _asked(row) for row in store.campaigns(session, slugs)}
    refusals, rows, days = [], [], []
    for index, each in enumerate(answers):
        refusal = refusal_of(each.answer, asked.get(each.answer.campaign))
        if refusal is not None:
            refusals.append(Refusal(index, refusal.field, refusal.rule))
            continue
        try:
            respondent = each.respondent or pseudonym(settings.secret, each.answer.account)
        except ValueError as error:
            refusals.append(Refusal(index, "account", str(error)))
            continue
        rows.append(_row(device_id, each, respondent, received_at))
        days.append(each.day)
    if rows:
        store.add_answers(session, rows)
        touch(session, device_id, received_at, min(days))
    return tuple(refusals)


def latest_shared(
    session: Session, device_ids: Sequence[int], first_day: int, last_day: int
) -> Mapping[int, SharedAnswer]:
    """Each device's latest shared answer on a scale, over the days ``first_day`` to ``last_day`` (both included)."""
    found = {}
    for row in store.latest_shared(session, device_ids, first_day, last_day, SCALES):
        points = points_of(row.type, row.value)
        if points is not None and row.value is not None:
            found[row.device_id] = SharedAnswer(points, row.value, row.type, row.campaign)
    return found


def _asked(row: Campaign) -> Asked:
    return Asked(
        question=msgspec.json.decode(row.question, type=Question),
        follow_ups=msgspec.json.decode(row.follow_ups, type=list[FollowUp]),
        contact=row.contact,
        told=row.kind == told.KIND,
        anonymous=row.anonymous,
    )


def _row(device_id: int, timed: TimedAnswer, respondent: str, received_at: int) -> dict[str, object]:
    answer, response = timed.answer, kept(timed.answer.response)
    return {
        "device_id": device_id,
        "answer_id": answer.id,
        "campaign": answer.campaign,
        "respondent": respondent,
        "type": response.type,
        "value": response.value,
        "option": response.option,
        "text": _storable(response.text),
        "comment": _storable(answer.comment),
        "sharing": answer.sharing.value,
        "language": _storable(answer.language),
        "at": timed.at,
        "day": timed.day,
        "received_at": received_at,
        "topic": answer.topic,
        "contact": answer.contact,
        "mood": answer.mood,
    }


def _storable(text: str) -> str:
    """Without the one character that PostgreSQL cannot keep."""
    return text.replace("\x00", "")
