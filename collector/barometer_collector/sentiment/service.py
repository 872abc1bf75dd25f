"""Use cases of the X-data: what is asked, what was answered, and what of it is published."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from barometer_collector.database import Database, Session
from barometer_collector.ingest.arrivals import Refusal, TimedAnswer
from barometer_collector.ingest.pseudonyms import pseudonym
from barometer_collector.rollup.service import touch
from barometer_collector.sentiment import publishing, pulse, store
from barometer_collector.sentiment.rules.acceptance import kept, question_type, refusal_of
from barometer_collector.sentiment.rules.normalise import SCALES, SharedAnswer, points_of
from barometer_collector.sentiment.tables import Campaign
from barometer_collector.settings import Settings
from barometer_shared.questions import OpenQuestion, Question

_DAY_MS = 86_400_000
_OPEN_DAYS = 7  # how long a device may show a question that it got today


def ensure_pulse(database: Database, now: datetime) -> None:
    """Have the pulse running, with its texts as they are in this version."""
    campaign: dict[str, object] = {
        "slug": pulse.SLUG,
        "kind": pulse.KIND,
        "question": _json(pulse.QUESTION),
        "asker": _json(pulse.ASKER),
        "why": _json(pulse.WHY),
        "starts_at": int(now.timestamp() * 1000) // _DAY_MS * _DAY_MS,
    }
    with database.writing() as session:
        store.put_campaign(session, campaign)


def open_questions(session: Session, settings: Settings, device_id: int, now: datetime) -> tuple[OpenQuestion, ...]:
    """What the users of this device may be asked now, of the types that it can show.

    The same all day long, so that a device's configuration does not change with every look. The agent knows who of
    its users has answered.
    """
    shown = store.question_types(session, device_id)
    if shown is None:
        return ()
    now_ms = int(now.timestamp() * 1000)
    types = set(shown.split(",")) - {""}
    needed = publishing.needed_respondents(settings)
    found = (_open_question(row, needed, now_ms) for row in store.running_campaigns(session, now_ms))
    return tuple(each for each in found if not types or question_type(each.question) in types)


def store_answers(
    session: Session, settings: Settings, device_id: int, answers: Sequence[TimedAnswer], received_at: int
) -> tuple[Refusal, ...]:
    """Keep the answers of a device, each once, under the pseudonym of who gave it; what was refused is returned.

    Runs in the caller's transaction. The device is scored again from the day of the first of them on. Accounts are
    not kept. ``received_at`` in milliseconds since 1970 UTC.
    """
    slugs = {each.answer.campaign for each in answers}
    questions = {row.slug: _question(row) for row in store.campaigns(session, slugs)}
    refusals, rows, days = [], [], []
    for index, each in enumerate(answers):
        refusal = refusal_of(each.answer, questions.get(each.answer.campaign))
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


def _open_question(row: Campaign, needed: int, now_ms: int) -> OpenQuestion:
    expires = (now_ms // _DAY_MS + _OPEN_DAYS) * _DAY_MS
    return OpenQuestion(
        campaign=row.slug,
        question=_question(row),
        asker=msgspec.json.decode(row.asker, type=dict[str, str]),
        why=msgspec.json.decode(row.why, type=dict[str, str]),
        expires_at=expires if row.ends_at is None else min(expires, row.ends_at),
        needed=needed,
    )


def _question(row: Campaign) -> Question:
    question: Question = msgspec.json.decode(row.question, type=Question)
    return question


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
    }


def _storable(text: str) -> str:
    """Without the one character that PostgreSQL cannot keep."""
    return text.replace("\x00", "")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
