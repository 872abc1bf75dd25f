"""What of the answers is published, through the tables."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.sentiment.publishing import FLEET, GroupAnswers, needed_respondents, publish, team_key
from barometer_collector.settings import Settings
from tests.collector.scoring.records import DAY_MS, NOW_MS, TODAY, Records

FINANCE, SALES = team_key("finance"), team_key("sales")
ASKED = {FINANCE: 20, SALES: 4, FLEET: 24}


def _publish(records: Records, day: int = TODAY, now_ms: int = NOW_MS) -> dict[str, GroupAnswers]:
    with records.database.writing() as session:
        return dict(publish(session, records.settings, now_ms, day, ASKED))


def _answers(records: Records, people: str, face: int = 4, device: int = 1, *, day: int = TODAY) -> None:
    """Answers of the team of ``device``, each from the laptop of the person who gives it."""
    team = {1: "finance", 2: "sales"}[device]
    for person in people:
        laptop = 1000 * device + ord(person)
        if laptop not in records.devices():
            records.device(laptop, team)
        records.answer(laptop, person, face, day=day)


@pytest.fixture
def teams(records: Records) -> Records:
    records.device(1, "finance")
    records.device(2, "sales")
    return records


def test_below_the_threshold_only_the_number_of_answers_is_told(teams: Records) -> None:
    _answers(teams, "abc")
    shown = _publish(teams)
    assert shown[FINANCE] == GroupAnswers(None, None, None, 3, 5, None, 20)
    assert shown[SALES].respondents == 0


def test_at_the_fifth_person_the_mean_is_shown_with_its_interval(teams: Records) -> None:
    _answers(teams, "abcd", 5)
    _answers(teams, "e", 1)
    found = _publish(teams)[FINANCE]
    assert (found.value, found.respondents, found.published_at) == (80.0, 5, NOW_MS)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 80 < found.high


def test_the_number_of_people_is_that_of_the_moment_the_interval_was_computed(teams: Records) -> None:
    _answers(teams, "abcde", 5)
    first = _publish(teams)
    with teams.database.writing() as session:
        later = publish(session, teams.settings, NOW_MS + 1, TODAY, {FINANCE: 41, SALES: 9, FLEET: 50})
    assert (later[FINANCE], later[FINANCE].asked) == (first[FINANCE], 20)
    assert (later[SALES].value, later[SALES].asked) == (None, 9)


def test_more_answers_change_nothing_until_five_more_people_gave_them(teams: Records) -> None:
    _answers(teams, "abcde", 5)
    first = _publish(teams)
    _answers(teams, "fghi", 1)
    assert _publish(teams, now_ms=NOW_MS + 1) == first
    _answers(teams, "j", 1)
    later = _publish(teams, now_ms=NOW_MS + 2)[FINANCE]
    assert (later.value, later.respondents) == (50.0, 10)


def test_answering_again_replaces_ones_vote(teams: Records) -> None:
    _answers(teams, "abcde", 5)
    _publish(teams)
    _answers(teams, "abcde", 1)
    later = _publish(teams, now_ms=NOW_MS + 1)[FINANCE]
    assert (later.value, later.respondents) == (0.0, 5)


def test_the_small_team_cannot_be_computed_from_the_fleet_and_the_large_one(teams: Records) -> None:
    _answers(teams, "abcdefg", 5)
    _answers(teams, "xyz", 1, device=2)
    shown = _publish(teams)
    assert shown[SALES].value is None
    assert (shown[FLEET].value, shown[FLEET].respondents) == (100.0, 7)


def test_a_team_hidden_for_the_sake_of_others_tells_no_more_than_that(teams: Records) -> None:
    _answers(teams, "abcde", 5)
    for person in "vwxyz":
        teams.answer(2, person, 1, shared=person in "xyz")
    shown = _publish(teams)
    assert (shown[SALES].value, shown[SALES].respondents) == (None, 4)


def test_votes_last_28_days(teams: Records) -> None:
    _answers(teams, "abcde", 5, day=TODAY - 27)
    assert _publish(teams)[FINANCE].value == 100
    assert _publish(teams, TODAY + 1, NOW_MS + DAY_MS)[FINANCE].respondents == 0


def test_an_earlier_day_is_told_what_was_published_by_then_and_publishes_nothing(teams: Records) -> None:
    _answers(teams, "abcde", 5, day=TODAY - 2)
    _publish(teams)
    assert _publish(teams, TODAY - 1, NOW_MS - DAY_MS)[FINANCE].value is None
    with teams.database.reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM publication")).scalar() == 2


def test_a_vote_that_was_erased_is_not_told_by_a_publication_without_it(teams: Records) -> None:
    _answers(teams, "abcdef", 5)
    first = _publish(teams)
    with teams.database.writing() as session:
        session.connection().execute(text("DELETE FROM answer WHERE answer_id = :id"), {"id": f"{1:032x}"})
    _answers(teams, "ghijkl", 1, device=2)
    later = _publish(teams, now_ms=NOW_MS + 1)
    assert later[SALES].value == 0
    assert (later[FINANCE], later[FLEET]) == (first[FINANCE], first[FLEET])


def test_no_setting_shows_fewer_than_three_people(teams: Records, settings: Settings, database: Database) -> None:
    one = replace(settings, min_respondents=1)
    assert needed_respondents(one) == 3
    _answers(teams, "ab")
    with database.writing() as session:
        assert publish(session, one, NOW_MS, TODAY, ASKED)[FINANCE].value is None
