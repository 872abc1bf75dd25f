"""What is answered and told, and how it is kept."""

import pytest
from sqlmodel import select

from barometer_collector.database import Database
from barometer_collector.ingest.arrivals import Refusal, TimedAnswer
from barometer_collector.sentiment import store
from barometer_collector.sentiment.service import latest_shared, store_answers
from barometer_collector.sentiment.tables import AnswerRow
from barometer_shared.questions import (
    TELL_IT,
    Answer,
    CalmAnswer,
    FacesAnswer,
    FreeTextAnswer,
    Response,
    Sharing,
)
from tests.collector.scoring.records import NOW_MS, PULSE, TODAY, Records


def _answer(response: Response | None = None, number: int = 1, **more: object) -> TimedAnswer:
    values = {
        "id": f"{number:032x}",
        "campaign": PULSE,
        "response": response or FacesAnswer(4),
        "at": NOW_MS,
        "account": "CORP\\Jan",
        **more,
    }
    return TimedAnswer(Answer(**values), NOW_MS, TODAY)  # type: ignore[arg-type]


def _store(records: Records, *answers: TimedAnswer) -> tuple[Refusal, ...]:
    with records.database.writing() as session:
        return store_answers(session, records.settings, 1, answers, NOW_MS)


def _rows(database: Database) -> list[AnswerRow]:
    with database.reading() as session:
        return list(session.exec(select(AnswerRow)))


def test_an_answer_is_kept_under_a_pseudonym_and_its_account_is_not(records: Records, database: Database) -> None:
    records.device(1)
    assert _store(records, _answer(comment="slow\x00", sharing=Sharing.SHARED)) == ()
    (row,) = _rows(database)
    assert (row.type, row.value, row.sharing, row.comment, row.day) == ("faces", 4, "shared", "slow", TODAY)
    assert (row.topic, row.contact, row.mood) == ("", False, None)
    assert len(row.respondent) == 32
    assert all("jan" not in str(value).lower() for value in row.model_dump().values())
    assert records.touched() == [1]


def test_the_same_answer_twice_changes_nothing(records: Records, database: Database) -> None:
    records.device(1)
    _store(records, _answer())
    assert _store(records, _answer(FacesAnswer(1))) == ()
    assert [row.value for row in _rows(database)] == [4]


def test_an_answer_that_was_given_when_its_campaign_had_just_ended_is_kept(
    records: Records, database: Database
) -> None:
    records.device(1)
    with database.writing() as session:
        (campaign,) = store.campaigns(session, [PULSE])
        campaign.ends_at = NOW_MS - 60_000
        session.flush()
        assert PULSE not in {row.slug for row in store.running_campaigns(session, NOW_MS)}
    assert _store(records, _answer()) == ()
    assert [row.value for row in _rows(database)] == [4]


def test_what_it_is_about_and_the_wish_to_be_contacted_are_kept(records: Records, database: Database) -> None:
    records.device(1)
    assert _store(records, _answer(FacesAnswer(2), topic="network", contact=True, sharing=Sharing.SHARED)) == ()
    (row,) = _rows(database)
    assert (row.value, row.topic, row.contact, row.mood) == (2, "network", True, None)


def test_what_is_told_unasked_is_kept_as_often_as_it_is_told(records: Records, database: Database) -> None:
    records.device(1)
    told = [
        _answer(FreeTextAnswer("the dock fails"), number, campaign=TELL_IT, mood=mood)
        for number, mood in ((1, 2), (2, None))
    ]
    assert _store(records, *told) == ()
    assert [(row.text, row.mood) for row in _rows(database)] == [("the dock fails", 2), ("the dock fails", None)]


def test_what_does_not_fit_is_refused_and_the_rest_is_kept(records: Records, database: Database) -> None:
    records.device(1)
    refusals = _store(
        records,
        _answer(number=1, campaign="unknown"),
        _answer(number=2),
        _answer(CalmAnswer(3), number=3),
        _answer(number=4, account=" "),
        _answer(number=5, sharing=Sharing.ANONYMOUS),
        _answer(number=6, topic="weather"),
        _answer(number=7, contact=True),
        _answer(number=8, mood=3),
    )
    assert [(each.index, each.field) for each in refusals] == [
        (0, "campaign"),
        (2, "response.type"),
        (3, "account"),
        (4, "sharing"),
        (5, "topic"),
        (6, "contact"),
        (7, "mood"),
    ]
    assert len(_rows(database)) == 1


def test_refused_answers_alone_touch_nothing(records: Records) -> None:
    records.device(1)
    _store(records, _answer(campaign="unknown"))
    assert records.touched() == []


@pytest.mark.parametrize(("face", "points"), [(1, 0), (5, 100)])
def test_a_shared_answer_is_given_with_its_points(
    records: Records, database: Database, face: int, points: float
) -> None:
    records.device(1)
    records.answer(1, "jan", face, shared=True)
    with database.reading() as session:
        found = latest_shared(session, [1], TODAY, TODAY)
    assert (found[1].points, found[1].value, found[1].campaign) == (points, face, PULSE)


def test_what_is_told_unasked_is_no_score_of_the_laptop(records: Records, database: Database) -> None:
    records.device(1)
    _store(records, _answer(FreeTextAnswer("help"), campaign=TELL_IT, mood=1, sharing=Sharing.SHARED))
    with database.reading() as session:
        assert latest_shared(session, [1], TODAY, TODAY) == {}
