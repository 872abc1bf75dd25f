"""Scores of devices from what is stored of them."""

import numpy as np

from barometer_collector.database import Database
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import day_of
from barometer_collector.scoring.service.devices import layout_of, numbers, scores_of
from barometer_collector.settings import Settings
from barometer_shared.questions import EffortAnswer, FacesAnswer, NoOpinion
from tests.collector.scoring.records import NOW, TODAY, Records

MODEL, DAY = load(), day_of(NOW)


def _x(database: Database, device: int = 1) -> float | None:
    with database.reading() as session:
        return scores_of(session, MODEL, [device], DAY)[0].x.value


def test_a_shared_answer_changes_x_and_experience_and_a_confidential_one_does_not(
    records: Records, database: Database, settings: Settings
) -> None:
    records.laptop(1)
    records.answer(1, "jan", 1)
    assert _x(database) is None
    with database.reading() as session:
        before = scores_of(session, MODEL, [1], DAY)[0].experience
    records.answer(1, "jan", 1, shared=True)
    with database.reading() as session:
        after = scores_of(session, MODEL, [1], DAY)[0]
    assert after.x.value == 0
    assert before.value is not None
    assert after.experience.value is not None
    assert after.experience.value < before.value
    assert (before.coverage, after.experience.coverage) == (0.5, 0.8)


def test_the_latest_shared_answer_of_60_days_counts(records: Records, database: Database) -> None:
    records.laptop(1)
    records.answer(1, "jan", 5, shared=True, day=TODAY - 60)
    assert _x(database) is None
    records.answer(1, "jan", 4, shared=True, day=TODAY - 59)
    records.answer(1, "piet", 2, shared=True, day=TODAY - 3)
    records.answer(1, "jan", 5, day=TODAY)
    assert _x(database) == 25


def test_no_opinion_is_no_answer(records: Records, database: Database) -> None:
    records.laptop(1)
    records.answer(1, "jan", 4, shared=True, day=TODAY - 1)
    records.answer(1, "jan", response=NoOpinion(), shared=True)
    assert _x(database) == 75
    assert (FacesAnswer(4).value, EffortAnswer(4).value) == (4, 4)


def test_devices_are_scored_each_by_its_own(records: Records, database: Database) -> None:
    records.laptop(1)
    records.laptop(5, connect_ms=1_400)
    with database.reading() as session:
        together = scores_of(session, MODEL, [1, 5], DAY)
        alone = [scores_of(session, MODEL, [number], DAY)[0] for number in (1, 5)]
    assert together == alone
    assert together[0] != together[1]


def test_numbers_alone_are_those_with_their_reasons(records: Records, database: Database) -> None:
    records.laptop(1)
    records.device(2)
    records.answer(2, "jan", 4, shared=True)
    with database.reading() as session:
        told = scores_of(session, MODEL, [1, 2], DAY)
        found = numbers(session, layout_of(MODEL), [1, 2], DAY)
    assert found.t[0] == told[0].t.value
    assert np.isnan(found.t[1])
    assert (found.x[1], found.experience[1]) == (75, told[1].experience.value)
    assert found.rows.any(axis=1).tolist() == [True, False]
