"""What is asked and what is answered."""

from datetime import timedelta

import pytest
from sqlmodel import select

from barometer_collector.database import Database
from barometer_collector.devices.tables import Device
from barometer_collector.ingest.arrivals import Refusal, TimedAnswer
from barometer_collector.sentiment import pulse
from barometer_collector.sentiment.service import ensure_pulse, latest_shared, open_questions, store_answers
from barometer_collector.sentiment.tables import AnswerRow, Campaign
from barometer_shared.questions import Answer, CalmAnswer, FacesAnswer, OpenQuestion, Response, Sharing
from tests.collector.scoring.records import NOW, NOW_MS, TODAY, Records


def _answer(response: Response | None = None, number: int = 1, **more: object) -> TimedAnswer:
    values = {
        "id": f"{number:032x}",
        "campaign": "pulse",
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


def _open(records: Records, device: int = 1) -> tuple[OpenQuestion, ...]:
    with records.database.reading() as session:
        return open_questions(session, records.settings, device, NOW)


def test_an_answer_is_kept_under_a_pseudonym_and_its_account_is_not(records: Records, database: Database) -> None:
    records.device(1)
    assert _store(records, _answer(comment="slow\x00", sharing=Sharing.SHARED)) == ()
    (row,) = _rows(database)
    assert (row.type, row.value, row.sharing, row.comment, row.day) == ("faces", 4, "shared", "slow", TODAY)
    assert len(row.respondent) == 32
    assert all("jan" not in str(value).lower() for value in row.model_dump().values())
    assert records.touched() == [1]


def test_the_same_answer_twice_changes_nothing(records: Records, database: Database) -> None:
    records.device(1)
    _store(records, _answer())
    assert _store(records, _answer(FacesAnswer(1))) == ()
    assert [row.value for row in _rows(database)] == [4]


def test_what_does_not_fit_is_refused_and_the_rest_is_kept(records: Records, database: Database) -> None:
    records.device(1)
    refusals = _store(
        records,
        _answer(number=1, campaign="unknown"),
        _answer(number=2),
        _answer(CalmAnswer(3), number=3),
        _answer(number=4, account=" "),
        _answer(number=5, sharing=Sharing.ANONYMOUS),
    )
    assert [(each.index, each.field) for each in refusals] == [
        (0, "campaign"),
        (2, "response.type"),
        (3, "account"),
        (4, "sharing"),
    ]
    assert len(_rows(database)) == 1


def test_refused_answers_alone_touch_nothing(records: Records) -> None:
    records.device(1)
    _store(records, _answer(campaign="unknown"))
    assert records.touched() == []


def test_the_pulse_is_open_with_asker_and_reason_in_both_languages(records: Records, database: Database) -> None:
    records.device(1)
    (question,) = _open(records)
    assert question.campaign == "pulse"
    assert set(question.question.text) == set(question.asker) == set(question.why) == {"en", "nl"}
    assert question.why == pulse.WHY
    assert question.expires_at > NOW_MS
    assert question.needed == records.settings.min_respondents
    with database.reading() as session:
        later = open_questions(session, records.settings, 1, NOW + timedelta(hours=3))
    assert later == (question,)


def test_a_device_is_asked_only_what_it_can_show(records: Records, database: Database) -> None:
    records.device(1)
    with database.writing() as session:
        device = session.get(Device, 1)
        assert device is not None
        device.question_types = "calm,text"
    assert _open(records) == ()
    assert _open(records, device=99) == ()


def test_ensuring_the_pulse_again_keeps_its_start(database: Database) -> None:
    ensure_pulse(database, NOW)
    ensure_pulse(database, NOW + timedelta(days=3))
    with database.reading() as session:
        (campaign,) = session.exec(select(Campaign)).all()
    assert (campaign.slug, campaign.kind, campaign.starts_at) == ("pulse", "pulse", TODAY * 86_400_000)


@pytest.mark.parametrize(("face", "points"), [(1, 0), (5, 100)])
def test_a_shared_answer_is_given_with_its_points(
    records: Records, database: Database, face: int, points: float
) -> None:
    records.device(1)
    records.answer(1, "jan", face, shared=True)
    with database.reading() as session:
        found = latest_shared(session, [1], TODAY, TODAY)
    assert (found[1].points, found[1].value, found[1].campaign) == (points, face, "pulse")
