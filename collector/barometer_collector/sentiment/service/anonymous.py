"""Opens anonymous rounds of the pulse."""

from datetime import datetime, timedelta
from typing import NamedTuple

from barometer_collector.ballots.rules import DAY_MS, Terms
from barometer_collector.ballots.service import People
from barometer_collector.database import Database
from barometer_collector.errors import ProblemError
from barometer_collector.sentiment import pulse, store
from barometer_collector.sentiment.definition import as_json
from barometer_collector.sentiment.publishing import needed_respondents
from barometer_collector.sentiment.tables import Campaign
from barometer_collector.settings import Settings
from barometer_collector.tokens import service as tokens

SHORTEST_DAYS, LONGEST_DAYS = 2, 28  # the first day is that of the tokens; a period holds one round
_HOUR_MS = 3_600_000
_SPREAD_SHARE = 2  # everybody's turn is in the first half of the days, the rest is for who was away then


class Opened(NamedTuple):
    """A round as it was opened. ``closes_at`` in milliseconds since 1970 UTC; ``left_out`` laptops are in no group."""

    campaign: str
    closes_at: int
    groups: tuple[People, ...]
    left_out: int


def open_anonymous(database: Database, settings: Settings, now: datetime, days: int, *, comments: bool) -> Opened:
    """Ask everybody the question of the pulse, anonymously, for so many days (to the full hour).

    ProblemError 409 while another anonymous round is open, and where there are too few laptops for one group.
    """
    now_ms = int(now.timestamp() * 1000)
    closes_at = -(-(now_ms + days * DAY_MS) // _HOUR_MS) * _HOUR_MS
    definition = pulse.CAMPAIGN
    slug = f"{pulse.KIND}-anonymous-{(now + timedelta(days=days)).date().isoformat()}"
    with database.writing() as session:
        running = [row.slug for row in store.running_campaigns(session, now_ms) if row.anonymous]
        if running:
            raise ProblemError(
                409,
                "an anonymous round is open",
                rule="one at a time: people answer each, and nobody could tell that two answers are of one person",
                detail=", ".join(running),
                fix="wait until it is closed",
            )
        terms = Terms(slug, definition.question, comments, closes_at)
        opened = tokens.open_round(session, settings.secret, terms, now_ms, needed_respondents(settings))
        campaign = Campaign(
            slug=slug,
            kind=definition.kind,
            question=as_json(definition.question),
            asker=as_json(definition.asker),
            why=as_json(definition.why),
            follow_ups=as_json(definition.follow_ups),
            comments=comments,
            contact=False,
            starts_at=now_ms,
            ends_at=closes_at,
            spread_days=days // _SPREAD_SHARE,
            anonymous=True,
        )
        store.add_campaign(session, campaign)
    return Opened(slug, closes_at, opened.groups, opened.left_out)
