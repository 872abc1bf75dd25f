"""Has the campaigns that Barometer brings along run: in rounds, or always."""

from collections.abc import Iterator
from datetime import datetime

from barometer_collector.database import Database
from barometer_collector.sentiment import newcomers, pulse, store, told
from barometer_collector.sentiment.definition import Audience, Definition, as_json
from barometer_collector.sentiment.events import EVENTS
from barometer_collector.sentiment.rules.occasions import FRESH_MS
from barometer_collector.sentiment.rules.rounds import SPREAD_DAYS, Round, round_of, rounds_between
from barometer_collector.settings import Settings
from barometer_shared.protocol import LEDGER_DAYS
from barometer_shared.questions import TELL_IT

_DAY_MS = 86_400_000


def ensure_campaigns(database: Database, settings: Settings, now: datetime) -> None:
    """Have this round's campaigns and the standing ones, with their texts as they are in this version.

    Rounds of which answers may still come are there too: a collector that was set back to a backup, or stood still
    when one began, would refuse what laptops bring of it. The next is there a day before it begins.
    """
    today = int(now.timestamp() * 1000) // _DAY_MS
    rows = [*_standing(today)]
    for each in rounds_between(today - LEDGER_DAYS, today + 1):
        rows += _of_round(each, settings)
    with database.writing() as session:
        store.put_campaigns(session, rows)
        store.end_campaign(session, pulse.ENDLESS_SLUG, round_of(today).starts_at)


def _of_round(each: Round, settings: Settings) -> Iterator[dict[str, object]]:
    sample = Audience(percent=settings.pulse_percent)
    yield _row(
        pulse.CAMPAIGN, each.slug(pulse.KIND), each.starts_at, each.ends_at, spread_days=SPREAD_DAYS, audience=sample
    )
    for definition in EVENTS.values():
        # What happened on the last day of the round is asked about in the days after it.
        yield _row(definition, each.slug(definition.kind), each.starts_at, each.ends_at + FRESH_MS)


def _standing(today: int) -> Iterator[dict[str, object]]:
    yield _row(told.CAMPAIGN, TELL_IT, today * _DAY_MS)
    for slug, audience in newcomers.MOMENTS.items():
        yield _row(newcomers.CAMPAIGN, slug, today * _DAY_MS, onboarding=True, audience=audience)


def _row(
    definition: Definition,
    slug: str,
    starts_at: int,
    ends_at: int | None = None,
    *,
    spread_days: int = 0,
    onboarding: bool = False,
    audience: Audience = Audience(),  # noqa: B008 - frozen
) -> dict[str, object]:
    return {
        "slug": slug,
        "kind": definition.kind,
        "question": as_json(definition.question),
        "asker": as_json(definition.asker),
        "why": as_json(definition.why),
        "follow_ups": as_json(definition.follow_ups),
        "comments": definition.comments,
        "contact": definition.contact,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "spread_days": spread_days,
        "onboarding": onboarding,
        "audience": as_json(audience),
    }
