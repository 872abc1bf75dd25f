"""Ballots come once, are kept without a trace of when, and are counted once a day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import text

from barometer_collector.ballots import keys, service
from barometer_collector.ballots.rules import DAY_MS, Terms
from barometer_collector.database import Database
from barometer_collector.errors import ProblemError
from barometer_collector.settings import Settings
from barometer_collector.tokens import service as tokens_service
from barometer_shared import tokens
from barometer_shared.anonymous import BALLOT_BYTES, keys_hash
from barometer_shared.questions import CalmAnswer, FacesAnswer, NoOpinion
from tests.collector.voters import (
    AFTER,
    CAMPAIGN,
    CLOSES,
    COUNTED,
    TERMS,
    Voter,
    faces,
    office,
    open_round,
    rows,
    vote,
    with_token,
)  # fmt: skip

LAST = CLOSES + timedelta(hours=72, days=30)


@pytest.fixture
def voters(database: Database, settings: Settings) -> list[Voter]:
    """Six people of one team with a token each."""
    team = office(database, settings, [("Finance", 6)])["Finance"]
    open_round(database, settings)
    return [with_token(database, settings, laptop, f"person{number}") for number, laptop in enumerate(team)]


def spent(database: Database) -> int:
    return len(rows(database, "ballot_spent"))


def refused(database: Database, settings: Settings, body: bytes, now: Any = AFTER, campaign: str = CAMPAIGN) -> int:
    with pytest.raises(ProblemError) as error:
        service.spend(database, settings.secret, now, campaign, body)
    return error.value.problem.status


def test_an_answer_is_kept_and_its_token_told_back(database: Database, settings: Settings, voters: list[Voter]) -> None:
    nonce = vote(database, settings, voters[0], 5)
    assert nonce == tokens.split_token(voters[0].token).nonce
    assert faces(database) == [5]
    assert spent(database) == 1


def test_a_repeated_ballot_is_told_the_same_and_changes_nothing(
    database: Database, settings: Settings, voters: list[Voter]
) -> None:
    told = [vote(database, settings, voters[0], face) for face in (5, 1, None)]
    assert len(set(told)) == 1
    assert faces(database) == [5]
    assert spent(database) == 1


@pytest.mark.parametrize("nothing", [None, NoOpinion()])
def test_a_message_without_an_answer_spends_the_token_and_keeps_nothing(
    database: Database, settings: Settings, voters: list[Voter], nothing: NoOpinion | None
) -> None:
    service.spend(database, settings.secret, AFTER, CAMPAIGN, voters[0].ballot(nothing))
    vote(database, settings, voters[0], 5)
    assert (faces(database), spent(database)) == ([], 1)


def test_words_are_kept_as_they_are_but_for_what_no_database_keeps(
    database: Database, settings: Settings, voters: list[Voter]
) -> None:
    body = voters[0].ballot(FacesAnswer(2), topic="network", comment="Wi-Fi\x00 'weg' \U0001f600")
    service.spend(database, settings.secret, AFTER, CAMPAIGN, body)
    (row,) = rows(database, "ballot")
    assert (row["topic"], row["comment"]) == ("network", "Wi-Fi 'weg' \U0001f600")


def test_ballots_are_taken_between_the_close_and_thirty_three_days_after_it(
    database: Database, settings: Settings, voters: list[Voter]
) -> None:
    body = voters[0].ballot(FacesAnswer(5))
    moment = timedelta(milliseconds=1)
    assert refused(database, settings, body, CLOSES - moment) == 409
    assert refused(database, settings, body, LAST) == 410
    service.spend(database, settings.secret, LAST - moment, CAMPAIGN, body)
    assert faces(database) == [5]


def test_what_is_no_ballot_of_the_round_is_refused_and_nothing_kept(
    database: Database, settings: Settings, voters: list[Voter]
) -> None:
    body = voters[0].ballot(FacesAnswer(5))
    other = voters[0].ballot(CalmAnswer(5))
    forged = body.replace(tokens.to_text(voters[0].token).encode(), b"AAE" + b"x" * 192)
    for wrong in (b"", body[:-1], body + b" ", forged, other, b"x" * BALLOT_BYTES):
        assert refused(database, settings, wrong) == 422
    assert refused(database, settings, body, campaign="unknown") == 404
    assert (faces(database), spent(database)) == ([], 0)


def test_a_token_of_another_round_or_group_is_refused(database: Database, settings: Settings) -> None:
    offices = office(database, settings, [("Finance", 5), ("Sales", 5)])
    open_round(database, settings)
    open_round(database, settings, Terms("pulse-13", TERMS.question, True, TERMS.closes_at))
    ours = with_token(database, settings, offices["Finance"][0], "jan")
    other = with_token(database, settings, offices["Sales"][0], "piet")
    assert refused(database, settings, ours.ballot(FacesAnswer(5)), campaign="pulse-13") == 422
    relabelled = bytearray(ours.token)
    relabelled[66:98] = tokens.split_token(other.token).key_id
    ours.token = bytes(relabelled)
    assert refused(database, settings, ours.ballot(FacesAnswer(5))) == 422
    assert spent(database) == 0


def test_refusals_say_the_same_to_everybody(database: Database, settings: Settings, voters: list[Voter]) -> None:
    body = voters[0].ballot(FacesAnswer(5), comment="my secret")
    with pytest.raises(ProblemError) as early:
        service.spend(database, settings.secret, CLOSES - timedelta(days=1), CAMPAIGN, body)
    with pytest.raises(ProblemError) as wrong:
        service.spend(database, settings.secret, AFTER, CAMPAIGN, voters[0].ballot(CalmAnswer(5), comment="my secret"))
    for error in (early.value, wrong.value):
        told = str(error.problem) + str(error) + repr(error.__context__)
        assert "secret" not in told
        assert tokens.to_text(voters[0].token)[:20] not in told


def test_answers_are_looked_at_after_three_days_then_a_day_apart_and_never_of_fewer_than_five_messages(
    database: Database, settings: Settings
) -> None:
    team = office(database, settings, [("Finance", 11)])["Finance"]
    open_round(database, settings)
    people = [with_token(database, settings, laptop, f"person{number}") for number, laptop in enumerate(team)]
    for who, face in zip(people[:5], (5, 5, None, None, None), strict=True):
        vote(database, settings, who, face)
    assert not count(database, COUNTED), "not closed: nobody knows yet how many may be of invented accounts"
    tokens_service.close(database, AFTER)
    assert not count(database, AFTER)
    assert count(database, COUNTED)
    for who in people[5:10]:
        assert not count(database, COUNTED + timedelta(days=2)), "fewer than five came since"
        vote(database, settings, who, 4)
    assert not count(database, COUNTED + timedelta(days=2, hours=23))
    assert shown(database) == (5, 2)
    assert count(database, COUNTED + timedelta(days=3))
    assert shown(database) == (10, 7)


def count(database: Database, now: Any) -> bool:
    """Whether the one group there is was looked at."""
    with database.writing() as session:
        return bool(service.count(session, CAMPAIGN, int(now.timestamp() * 1000), 5))


def shown(database: Database) -> tuple[int | None, int | None]:
    (figure,) = service.figures(database)
    return figure.groups[0].spent, figure.groups[0].answered


def test_no_figure_of_a_round_is_known_before_it_is_counted(
    database: Database, settings: Settings, voters: list[Voter]
) -> None:
    vote(database, settings, voters[0], 5)
    (figure,) = service.figures(database)
    (group,) = figure.groups
    assert (group.laptops, group.issued, group.served, group.spent, group.answered) == (6, None, None, None, None)
    assert figure.keys == keys_hash(service.key_list(database, CAMPAIGN))
    assert figure.counted_from - figure.closes_at == 3 * DAY_MS


def test_numbers_of_tokens_are_forgotten_when_none_can_come_any_more(
    database: Database, settings: Settings, voters: list[Voter]
) -> None:
    for each in voters:
        vote(database, settings, each, 3)
    tokens_service.close(database, AFTER)
    service.forget(database, LAST - timedelta(milliseconds=1))
    assert spent(database) == 6
    service.forget(database, LAST)
    service.forget(database, LAST + timedelta(days=1))
    assert (spent(database), len(faces(database))) == (0, 6)


def test_answers_come_back_with_their_team_and_nothing_of_their_order(
    database: Database, settings: Settings, voters: list[Voter]
) -> None:
    for each in voters:
        vote(database, settings, each, 3)
    with database.reading() as session:
        found = service.answers_of(session, CAMPAIGN)
    assert [each.team for each in found] == ["finance"] * 6
    assert [each.id for each in found] == sorted(each.id for each in found)


def said(database: Database) -> tuple[int, list[tuple[str, int]], set[str]]:
    (figure,) = service.figures(database)
    return figure.said, [(topic.text["en"], topic.people) for topic in figure.topics], {*figure.words}


def say(database: Database, settings: Settings, who: Voter, number: int) -> None:
    body = who.ballot(FacesAnswer(2), topic="help" if number == 5 else "network", comment=f"words {number}")
    service.spend(database, settings.secret, AFTER, CAMPAIGN, body)


def test_words_and_topics_are_told_of_five_people_and_then_of_five_more(database: Database, settings: Settings) -> None:
    team = office(database, settings, [("Finance", 26)])["Finance"]
    open_round(database, settings)
    people = [with_token(database, settings, laptop, f"person{number}") for number, laptop in enumerate(team)]
    tokens_service.close(database, CLOSES)
    told = []
    for day, writers in enumerate((4, 1, 4, 1, 1)):
        senders = people[5 * day : 5 * day + 5]
        for number, who in enumerate(senders, start=5 * day):
            if number < 5 * day + writers:
                say(database, settings, who, number)
            else:
                vote(database, settings, who, 3)
        assert count(database, COUNTED + timedelta(days=day))
        told.append(said(database))
    assert told[0] == (0, [], set())
    assert told[1] == (5, [("Network", 4), ("Help from IT", 1)], {f"words {number}" for number in (0, 1, 2, 3, 5)})
    assert told[2] == told[1], "four more: whoever compares would know that these are theirs"
    assert (told[3][0], len(told[3][2])) == (10, 10)
    assert told[4] == told[3]


def test_messages_that_come_at_the_same_moment_are_all_kept_and_each_once(
    database: Database, settings: Settings, voters: list[Voter]
) -> None:
    sent = [(who, face) for face in (1, 5) for who in voters for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda each: vote(database, settings, *each), sent))
    assert len(set(told)) == len(voters) == spent(database)
    assert len(faces(database)) == len(voters)


STEPS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from([None, 1, 5])), max_size=20)


@examples(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_comes_however_often_each_person_counts_once_with_the_first(
    database: Database, settings: Settings, voters: list[Voter], steps: list[tuple[int, int | None]]
) -> None:
    with database.writing() as session:
        for table in ("ballot", "ballot_spent"):
            session.connection().execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of our own
    first: dict[int, int | None] = {}
    for number, face in steps:
        vote(database, settings, voters[number], face)
        first.setdefault(number, face)
    assert faces(database) == sorted(face for face in first.values() if face is not None)
    assert spent(database) == len(first)


def test_under_another_secret_every_message_waits_and_that_is_said_once(
    database: Database, settings: Settings, voters: list[Voter], caplog: pytest.LogCaptureFixture
) -> None:
    body = voters[0].ballot(FacesAnswer(5))
    keys.warn_once.cache_clear()
    for _ in range(3):
        with pytest.raises(ProblemError) as error:
            service.spend(database, b"another secret of the same size", AFTER, CAMPAIGN, body)
        assert error.value.problem.status == 503
        assert error.value.headers["Retry-After"]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert spent(database) == 0
    service.spend(database, settings.secret, AFTER, CAMPAIGN, body)
    assert faces(database) == [5]
