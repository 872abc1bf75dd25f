"""An anonymous round is put to laptops that keep it so, and to them alone."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from barometer_collector.ballots import service as ballots
from barometer_collector.database import Database
from barometer_collector.errors import ProblemError
from barometer_collector.ingest.arrivals import TimedAnswer
from barometer_collector.sentiment import pulse
from barometer_collector.sentiment.service import ensure_campaigns, open_anonymous, open_questions, store_answers
from barometer_collector.settings import Settings
from barometer_collector.tokens import service as tokens
from barometer_shared.questions import Answer, FacesAnswer, OpenQuestion
from tests.collector.laptops import NOON, NOON_MS, TODAY, Laptop
from tests.collector.voters import office

DAY_MS = 86_400_000
SLUG = "pulse-anonymous-2026-11-25"


@pytest.fixture
def team(database: Database, settings: Settings) -> list[Laptop]:
    ensure_campaigns(database, settings, NOON)
    found = office(database, settings, [("Finance", 5), ("Board", 2)])
    open_anonymous(database, settings, NOON, NOON + timedelta(days=7), comments=False)
    return found["Finance"] + found["Board"]


def asked(database: Database, settings: Settings, laptop: Laptop, days: float = 0) -> tuple[OpenQuestion, ...]:
    with database.reading() as session:
        return open_questions(session, settings, laptop.device_id, NOON + timedelta(days=days))


def test_it_takes_the_place_of_the_confidential_pulse(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    (question,) = asked(database, settings, team[0])
    assert (question.campaign, question.question) == (SLUG, pulse.QUESTION)
    assert question.anonymous is not None
    assert (question.anonymous.group["nl"], question.anonymous.laptops) == ("Finance", 5)
    assert question.anonymous.keys == ballots.figures(database)[0].keys
    assert question.expires_at == question.anonymous.closes_at == NOON_MS + 7 * DAY_MS
    assert (question.opens_at, question.spread_days) == (NOON_MS, 3)
    assert (question.comments, question.contact) == (False, False)


def test_a_laptop_in_no_group_is_asked_confidentially(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    assert [each.anonymous for each in asked(database, settings, team[-1])] == [None]


@pytest.mark.parametrize("types", ["faces", "", "faces,anonymous_too"])
def test_a_laptop_that_does_not_keep_it_anonymous_is_not_given_it(
    database: Database, settings: Settings, team: list[Laptop], types: str
) -> None:
    with database.writing() as session:
        session.connection().execute(text("UPDATE device SET question_types = :types"), {"types": types})
    assert [each.anonymous for each in asked(database, settings, team[0])] == [None]


def test_it_is_the_same_all_round_long_and_gone_when_it_closes(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    assert asked(database, settings, team[0], 6.99)[0] == asked(database, settings, team[0])[0]
    assert SLUG not in {each.campaign for each in asked(database, settings, team[0], 7)}
    tokens.close(database, NOON + timedelta(days=7))
    assert SLUG not in {each.campaign for each in asked(database, settings, team[0], 4)}


def test_an_answer_to_it_that_comes_with_a_laptop_is_refused(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    answer = TimedAnswer(Answer("0" * 32, SLUG, FacesAnswer(4), NOON_MS, "jan"), NOON_MS, TODAY)
    with database.writing() as session:
        (refusal,) = store_answers(session, settings, team[0].device_id, [answer], NOON_MS)
    assert (refusal.field, refusal.rule) == (
        "sharing",
        "anonymous answers never travel with a device: confidential or shared",
    )


def test_one_round_is_open_at_a_time(database: Database, settings: Settings, team: list[Laptop]) -> None:
    with pytest.raises(ProblemError, match="an anonymous round is open"):
        open_anonymous(database, settings, NOON + timedelta(days=1), NOON + timedelta(days=15), comments=True)
    again = open_anonymous(database, settings, NOON + timedelta(days=7), NOON + timedelta(days=21), comments=True)
    assert again.campaign == "pulse-anonymous-2026-12-09"


def test_whoever_opens_it_is_told_who_is_left_out(database: Database, settings: Settings) -> None:
    office(database, settings, [("Finance", 6), ("Board", 2)])
    opened = open_anonymous(database, settings, NOON, NOON + timedelta(days=2), comments=False)
    assert opened.closes_at == NOON_MS + 2 * DAY_MS
    assert [(each.name["en"], each.laptops) for each in opened.groups] == [("Finance", 6)]
    assert opened.left_out == 2


def test_what_cannot_be_opened_leaves_no_campaign(database: Database, settings: Settings) -> None:
    office(database, settings, [("Finance", 4)])
    with pytest.raises(ProblemError, match="too few laptops"):
        open_anonymous(database, settings, NOON, NOON + timedelta(days=7), comments=False)
    with database.reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM campaign")).scalar_one() == 0


def test_the_renewal_of_the_standing_campaigns_leaves_it_as_it_was(
    database: Database, settings: Settings, team: list[Laptop]
) -> None:
    before = asked(database, settings, team[0])
    ensure_campaigns(database, settings, NOON + timedelta(days=3))
    assert json.dumps(str(asked(database, settings, team[0]))) == json.dumps(str(before))
