"""What the users of a device may be asked now."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from barometer_collector.database import Session
from barometer_collector.sentiment import newcomers, publishing, pulse, store, told
from barometer_collector.sentiment.definition import Audience
from barometer_collector.sentiment.rules.acceptance import question_type
from barometer_collector.sentiment.rules.occasions import FRESH_MS, is_fresh
from barometer_collector.sentiment.rules.rounds import is_in_sample
from barometer_collector.sentiment.store import AskedDevice
from barometer_collector.sentiment.tables import Campaign
from barometer_collector.settings import EVENT_QUESTIONS, Settings
from barometer_collector.tokens import service as tokens
from barometer_shared.anonymous import ANONYMOUS_TYPE
from barometer_shared.questions import FollowUp, OpenQuestion, Question

_DAY_MS = 86_400_000
_OPEN_DAYS = 7  # how long a device may show a question of a campaign without an end


def open_questions(session: Session, settings: Settings, device_id: int, now: datetime) -> tuple[OpenQuestion, ...]:
    """What the users of this device may be asked now, of the types that it can show.

    The same until a round begins or ends, or something happens on the device, so that its configuration does not change
    with every look. The agent knows who of its users has answered.
    """
    device = store.asked_device(session, device_id)
    if device is None:
        return ()
    now_ms = int(now.timestamp() * 1000)
    types = set(device.question_types.split(",")) - {""}
    running = store.running_campaigns(session, now_ms)
    secret = _anonymous(session, settings, device, types, running)
    asked = {each.campaign for each in secret}
    asked_kinds = {row.kind for row in running if row.slug in asked}  # not the same question twice
    rows = (row for row in running if not row.anonymous and row.kind not in {told.KIND, *asked_kinds})
    found = (*secret, *(_open_question(row, settings, device, now_ms) for row in rows))
    return tuple(each for each in found if each and (not types or question_type(each.question) in types))


def _anonymous(
    session: Session, settings: Settings, device: AskedDevice, types: Collection[str], running: Sequence[Campaign]
) -> tuple[OpenQuestion, ...]:
    """What is asked anonymously, of devices alone that say that they keep it so."""
    rows = [row for row in running if row.anonymous]
    if not rows or ANONYMOUS_TYPE not in types:
        return ()
    seats = tokens.anonymous_of(session, device.id)
    return tuple(
        msgspec.structs.replace(
            _asked(row, settings, row.starts_at, seats[row.slug].closes_at), anonymous=seats[row.slug]
        )
        for row in rows
        if row.slug in seats
    )


def _open_question(row: Campaign, settings: Settings, device: AskedDevice, now_ms: int) -> OpenQuestion | None:
    """The campaign as it is put to this device; None where it is not."""
    if row.kind in EVENT_QUESTIONS:
        return _after_event(row, settings, device, now_ms)
    if row.kind == newcomers.CAMPAIGN.kind:
        return _of_newcomers(row, settings, device, now_ms)
    audience = msgspec.json.decode(row.audience, type=Audience)
    if not is_in_sample(settings.secret, row.slug, device.id, audience.percent):
        return None
    rolling = (now_ms // _DAY_MS + _OPEN_DAYS) * _DAY_MS
    opens_at = row.starts_at if row.kind == pulse.KIND else None
    return _asked(row, settings, opens_at, rolling if row.ends_at is None else row.ends_at)


def _after_event(row: Campaign, settings: Settings, device: AskedDevice, now_ms: int) -> OpenQuestion | None:
    at = device.occasion_at
    if (
        device.campaign != row.slug
        or at is None
        or not is_fresh(at, now_ms)
        or row.kind not in settings.event_questions
    ):
        return None
    question = _asked(row, settings, None, at + FRESH_MS)
    return msgspec.structs.replace(question, occasion=row.kind, occasion_at=at)


def _of_newcomers(row: Campaign, settings: Settings, device: AskedDevice, now_ms: int) -> OpenQuestion | None:
    audience = msgspec.json.decode(row.audience, type=Audience)
    opens_at = device.enrolled_at + audience.from_day * _DAY_MS
    until = device.enrolled_at + (audience.until_day or audience.from_day) * _DAY_MS
    return _asked(row, settings, opens_at, until) if settings.onboarding and opens_at <= now_ms < until else None


def _asked(row: Campaign, settings: Settings, opens_at: int | None, expires_at: int) -> OpenQuestion:
    return OpenQuestion(
        campaign=row.slug,
        question=msgspec.json.decode(row.question, type=Question),
        asker=msgspec.json.decode(row.asker, type=dict[str, str]),
        why=msgspec.json.decode(row.why, type=dict[str, str]),
        expires_at=expires_at,
        needed=publishing.needed_respondents(settings),
        opens_at=opens_at,
        spread_days=row.spread_days,
        onboarding=row.onboarding,
        follow_ups=msgspec.json.decode(row.follow_ups, type=list[FollowUp]),
        comments=row.comments,
        contact=row.contact,
    )
