"""What the service told about a question and a person, as the rules of prompting look at it."""

from datetime import UTC, datetime

import msgspec

from barometer_agent.link.messages import Questions
from barometer_agent.prompting import Campaign, Case, Desktop, Event, History, decide
from barometer_agent.spool.prompts import Outcome
from barometer_shared.questions import OpenQuestion


def case_of(now: datetime, question: OpenQuestion, told: Questions, desktop: Desktop) -> Case:
    """The case of one of the questions ``told``, at ``now`` (local, aware)."""
    return Case(now, campaign_of(question), history_of(told), told.rules, desktop)


def ordered(now: datetime, told: Questions) -> Questions:
    """The same, with what may come by itself first: whoever takes the first then never waits for one that may not.

    Of these, what is about an event goes before the rest, as it grows stale, and then what closes first.
    """

    def place(question: OpenQuestion) -> tuple[bool, bool, int]:
        allowed = decide(case_of(now, question, told, Desktop())).allowed
        return not allowed, question.occasion_at is None, question.expires_at

    return msgspec.structs.replace(told, questions=sorted(told.questions, key=place))


def campaign_of(question: OpenQuestion) -> Campaign:
    """Of a question what the rules look at."""
    return Campaign(
        question.campaign,
        opens=_known(question.opens_at),
        expires=_moment(question.expires_at),
        spread_days=question.spread_days,
        onboarding=question.onboarding,
        occasion=question.occasion,
        occasion_at=_known(question.occasion_at),
    )


def history_of(told: Questions) -> History:
    """What this person was shown and chose."""
    chosen = told.preferences
    return History(
        [Event(one.campaign, _moment(one.at_ms), one.outcome is not Outcome.ANSWERED) for one in told.history],
        ask_less=chosen.ask_less,
        never=chosen.never,
        paused_until=_known(chosen.paused_until_ms),
        device_since=_known(chosen.first_seen_ms),
        account=told.account,
    )


def _known(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else _moment(milliseconds)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
