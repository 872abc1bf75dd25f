"""Opens anonymous rounds of the pulse."""

from datetime import datetime
from typing import NamedTuple

from barometer_collector.ballots.rules import Terms
from barometer_collector.ballots.service import People
from barometer_collector.database import Database
from barometer_collector.errors import ProblemError
from barometer_collector.sentiment import pulse, store
from barometer_collector.sentiment.definition import as_json
from barometer_collector.sentiment.publishing import needed_respondents
from barometer_collector.sentiment.tables import Campaign
from barometer_collector.settings import Settings
from barometer_collector.tokens import service as tokens

_SPREAD_SHARE = 2  # everybody's turn is in the first half of the days, the rest is for who was away then


class Opened(NamedTuple):
    """A round as it was opened. ``closes_at`` in milliseconds since 1970 UTC; ``left_out`` laptops are in no group."""

    campaign: str
    closes_at: int
    groups: tuple[People, ...]
    left_out: int


def open_anonymous(
    database: Database, settings: Settings, now: datetime, closes_at: datetime, *, comments: bool
) -> Opened:
    """Ask everybody the question of the pulse, anonymously, until ``closes_at``.

    ProblemError 409 while another anonymous round is open, and where there are too few laptops for one group.
    """
    now_ms, closes_ms = (int(moment.timestamp() * 1000) for moment in (now, closes_at))
    definition = pulse.CAMPAIGN
    slug = f"{pulse.KIND}-anonymous-{closes_at.date().isoformat()}"
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
        terms = Terms(slug, definition.question, comments, closes_ms, definition.follow_ups)
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
            ends_at=closes_ms,
            spread_days=(closes_at - now).days // _SPREAD_SHARE,
            anonymous=True,
        )
        store.add_campaign(session, campaign)
    return Opened(slug, closes_ms, opened.groups, opened.left_out)
