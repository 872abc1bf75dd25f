"""Anonymous answers in what is published: of one round, counted once a day, and never with confidential votes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.ingest.arrivals import TimedAnswer
from barometer_collector.sentiment.publishing import FLEET, GroupAnswers, publish, team_key
from barometer_collector.sentiment.service import ensure_campaigns, open_anonymous, store_answers
from barometer_collector.settings import Settings
from barometer_collector.tokens import service as tokens
from barometer_shared.questions import Answer, FacesAnswer
from tests.collector.laptops import NOON, NOON_MS, TODAY, Laptop
from tests.collector.scoring.records import PULSE
from tests.collector.voters import AFTER, CLOSES, COUNTED, Voter, office, vote, with_token

FINANCE, SALES, BOARD = team_key("finance"), team_key("sales"), team_key("board")
TEAMS = [("Finance", 12), ("Sales", 5), ("Board", 3), ("Legal", 3)]
ASKED = {FINANCE: 12, SALES: 5, BOARD: 3, team_key("legal"): 3, FLEET: 23}


class Round:
    """An office in an anonymous round: everybody has a token, and nobody has answered."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings
        ensure_campaigns(database, settings, NOON)
        self.laptops = office(database, settings, TEAMS)
        self.slug = open_anonymous(database, settings, NOON, CLOSES, comments=False).campaign
        self.people = {
            team: [self.token(laptop, f"{team}{number}") for number, laptop in enumerate(laptops)]
            for team, laptops in self.laptops.items()
        }

    def token(self, laptop: Laptop, account: str) -> Voter:
        return with_token(self.database, self.settings, laptop, account, self.slug)

    def close(self) -> None:
        tokens.close(self.database, CLOSES)

    def vote(self, team: str, faces: Sequence[int | None], first: int = 0, now: datetime = AFTER) -> None:
        for who, face in zip(self.people[team][first:], faces, strict=False):
            vote(self.database, self.settings, who, face, now)

    def publish(self, now: datetime = COUNTED) -> dict[str, GroupAnswers]:
        now_ms = int(now.timestamp() * 1000)
        with self.database.writing() as session:
            return dict(publish(session, self.settings, now_ms, now_ms // 86_400_000, ASKED))

    def confidential(self, team: str, faces: Sequence[int]) -> None:
        """Answers to the confidential pulse, before the round."""
        for number, (laptop, face) in enumerate(zip(self.laptops[team], faces, strict=False)):
            answer = Answer(f"{number:032x}", PULSE, FacesAnswer(face), NOON_MS, f"{team}{number}")
            with self.database.writing() as session:
                store_answers(session, self.settings, laptop.device_id, [TimedAnswer(answer, NOON_MS, TODAY)], NOON_MS)


@pytest.fixture
def round_(database: Database, settings: Settings) -> Round:
    return Round(database, settings)


def test_with_five_answers_x_appears_and_with_four_it_does_not(round_: Round) -> None:
    round_.close()
    round_.vote("Finance", [5, 5, 4, 4, 2, None])
    round_.vote("Sales", [5, 5, 5, 5, None])
    shown = round_.publish()
    assert (shown[FINANCE].value, shown[FINANCE].respondents) == (75.0, 5)
    assert (shown[SALES].value, shown[SALES].respondents) == (None, 4)


def test_nothing_is_shown_before_everybodys_message_had_the_time_to_come(round_: Round) -> None:
    round_.close()
    round_.vote("Finance", [5] * 6)
    early = round_.publish(CLOSES + timedelta(hours=71))
    assert (early[FINANCE].value, early[FINANCE].respondents) == (None, 0)
    assert round_.publish(CLOSES + timedelta(hours=72))[FINANCE].value == 100.0


def test_teams_too_small_for_a_key_of_their_own_count_in_the_fleet_alone(round_: Round) -> None:
    round_.close()
    round_.vote("Finance", [5] * 5)
    round_.vote("Board", [1] * 3)
    round_.vote("Legal", [1] * 2)
    shown = round_.publish()
    assert (shown[BOARD].value, shown[BOARD].respondents) == (None, 0)
    assert (shown[FLEET].value, shown[FLEET].respondents) == (50.0, 10)


def test_confidential_votes_count_until_the_round_does_and_are_never_added_to_it(round_: Round) -> None:
    round_.confidential("Finance", [1] * 6)
    before = round_.publish(NOON)[FINANCE]
    round_.close()
    round_.vote("Finance", [5] * 6)
    during = round_.publish(CLOSES + timedelta(hours=1))[FINANCE]
    after = round_.publish()[FINANCE]
    assert (before.value, during.value) == (0.0, 0.0)
    assert (after.value, after.respondents) == (100.0, 6)


def test_when_the_round_is_no_longer_of_the_period_confidential_votes_count_again(round_: Round) -> None:
    round_.close()
    round_.vote("Finance", [5] * 6)
    round_.publish()
    later = round_.publish(CLOSES + timedelta(days=28))
    assert (later[FINANCE].value, later[FINANCE].respondents) == (None, 0)


def test_messages_that_come_late_are_looked_at_a_day_later_and_five_at_a_time(round_: Round) -> None:
    round_.close()
    round_.vote("Finance", [5, 5, 5, 5, None])
    assert (found := round_.publish()[FINANCE]).value is None
    assert found.respondents == 4
    round_.vote("Finance", [1, None, None, None], first=5, now=COUNTED)
    for later in (timedelta(minutes=1), timedelta(days=1), timedelta(days=2)):
        told = round_.publish(COUNTED + later)[FINANCE]
        assert (told.value, told.respondents) == (None, 4), "it was the fifth answer, and one of four messages"
    round_.vote("Finance", [None], first=9, now=COUNTED)
    assert round_.publish(COUNTED + timedelta(days=2, hours=1))[FINANCE].value is None
    assert round_.publish(COUNTED + timedelta(days=3))[FINANCE].value == 80.0


def test_what_was_published_stays_until_five_more_people_came(round_: Round) -> None:
    round_.close()
    round_.vote("Finance", [5] * 5)
    first = round_.publish()[FINANCE]
    round_.vote("Finance", [1] * 3, first=5, now=COUNTED)
    for days in (0.1, 1, 2):
        assert round_.publish(COUNTED + timedelta(days=days))[FINANCE] == first


def test_invented_accounts_of_one_laptop_count_as_one_person(round_: Round) -> None:
    laptop = round_.laptops["Finance"][0]
    invented = [round_.token(laptop, f"nobody{number}") for number in range(3)]
    round_.close()
    round_.vote("Finance", [1, 5])
    for each in invented:
        vote(round_.database, round_.settings, each, 1)
    assert (hidden := round_.publish()[FINANCE]).value is None
    assert hidden.respondents == 0, "five messages, perhaps of two people: not looked at"
    round_.vote("Finance", [5, 5, 5], first=2, now=COUNTED)
    assert round_.publish(COUNTED + timedelta(days=1))[FINANCE].respondents == 8


def test_invented_accounts_held_back_cannot_bring_out_the_answer_of_a_late_colleague(round_: Round) -> None:
    laptop = round_.laptops["Finance"][0]
    invented = [round_.token(laptop, f"nobody{number}") for number in range(3)]
    round_.close()
    round_.vote("Finance", [5] * 8)
    first = round_.publish()[FINANCE]
    assert first.respondents == 8
    for each in invented:
        vote(round_.database, round_.settings, each, 1, COUNTED)
    round_.vote("Finance", [1, 2], first=8, now=COUNTED)
    assert round_.publish(COUNTED + timedelta(days=1))[FINANCE] == first


def test_a_past_day_that_is_scored_again_looks_at_nothing_new(round_: Round) -> None:
    round_.close()
    round_.vote("Sales", [5] * 5)
    round_.publish(COUNTED + timedelta(days=2))
    round_.vote("Finance", [5] * 5, now=COUNTED)
    with round_.database.reading() as session:
        before = session.connection().execute(text("SELECT counted_at FROM ballot_round")).scalar_one()
    assert round_.publish(COUNTED + timedelta(days=1))[FINANCE].value is None
    with round_.database.reading() as session:
        assert session.connection().execute(text("SELECT counted_at FROM ballot_round")).scalar_one() == before
