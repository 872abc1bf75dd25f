"""What the collector asks keeps to the agent's own rules: about once a round, and of an event while it is fresh."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from barometer_agent.asking import campaign_of
from barometer_agent.prompting import Case, Desktop, Event, History, Rules, decide
from barometer_collector.sentiment import pulse
from barometer_collector.sentiment.definition import Definition
from barometer_collector.sentiment.events import EVENTS
from barometer_collector.sentiment.rules.occasions import FRESH_MS
from barometer_collector.sentiment.rules.rounds import SPREAD_DAYS, Round, rounds_between
from barometer_shared.questions import FacesAnswer, OpenQuestion, follow_up_of

DAY = timedelta(days=1)
FIRST = 20_752
ROUNDS = rounds_between(FIRST, FIRST + 5 * 28)
RULES = Rules()


def _asked(definition: Definition, each: Round) -> OpenQuestion:
    return OpenQuestion(
        each.slug(definition.kind),
        definition.question,
        definition.asker,
        definition.why,
        each.ends_at,
        opens_at=each.starts_at,
        spread_days=SPREAD_DAYS,
        follow_ups=list(definition.follow_ups),
    )


def _looks() -> Iterator[datetime]:
    """The tray looks twice on every day, in working hours."""
    first = datetime.fromtimestamp(ROUNDS[0].starts_at / 1000, UTC)
    for day in range(28 * len(ROUNDS)):
        yield from (first + day * DAY + timedelta(hours=hour) for hour in (10, 15))


def _year_of(account: str) -> list[Event]:
    shown: list[Event] = []
    for now in _looks():
        (each,) = [one for one in ROUNDS if one.starts_at <= now.timestamp() * 1000 < one.ends_at]
        question = _asked(pulse.CAMPAIGN, each)
        history = History(shown, account=account)
        answered = any(event.campaign == question.campaign for event in shown)
        if not answered and decide(Case(now, campaign_of(question), history, RULES, Desktop())).allowed:
            shown.append(Event(question.campaign, now, put_off=False))
    return shown


@pytest.mark.parametrize("account", [f"user{number}" for number in range(12)])
def test_a_person_is_asked_once_in_every_round(account: str) -> None:
    assert [event.campaign for event in _year_of(account)] == [each.slug("pulse") for each in ROUNDS]


def test_not_all_are_asked_on_the_same_day() -> None:
    days = [event.at.date() for number in range(60) for event in _year_of(f"user{number}")[:1]]
    assert len(set(days)) > 10
    assert max(days.count(day) for day in set(days)) < 15


def test_an_event_is_fresh_as_long_for_the_collector_as_for_the_agent() -> None:
    assert timedelta(milliseconds=FRESH_MS) == RULES.fresh


def test_every_definition_goes_over_the_wire() -> None:
    for definition in (pulse.CAMPAIGN, *EVENTS.values()):
        question = _asked(definition, ROUNDS[0])
        assert msgspec.json.decode(msgspec.json.encode(question), type=OpenQuestion) == question
    assert follow_up_of(_asked(pulse.CAMPAIGN, ROUNDS[0]), FacesAnswer(1)) is not None
