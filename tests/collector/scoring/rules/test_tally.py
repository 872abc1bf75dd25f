"""A group's T as sums of whole numbers."""

import msgspec
from hypothesis import given, settings

from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.explain import explain
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.tally import Tally, merged, tally_of, whole
from barometer_collector.scoring.rules.technical import score_t
from barometer_collector.scoring.views import Component, DeviceScores, Evidence, Score
from tests.collector.scoring.fleets import random_facts

MODEL = load()


def _scores(known: Facts) -> list[DeviceScores]:
    return explain(MODEL, score_t(MODEL, known, measures()), {})


@settings(max_examples=50, deadline=None)
@given(random_facts(count=4))
def test_adding_tallies_is_associative_and_commutative(known: Facts) -> None:
    one, two, three, four = (tally_of([each]) for each in _scores(known))
    together = merged([one, two, three, four])
    assert merged([merged([four, two]), merged([three, one])]) == together
    assert merged([together, Tally()]) == together


@settings(max_examples=50, deadline=None)
@given(random_facts(count=4))
def test_the_tally_of_all_is_the_sum_of_each(known: Facts) -> None:
    scores = _scores(known)
    assert tally_of(scores) == merged(tally_of([each]) for each in scores)


@settings(max_examples=25, deadline=None)
@given(random_facts())
def test_merging_leaves_what_was_merged_as_it_was(known: Facts) -> None:
    tally = tally_of(_scores(known))
    before = msgspec.json.encode(tally)
    merged([tally, tally])
    assert msgspec.json.encode(tally) == before


def test_devices_without_a_t_count_in_nothing() -> None:
    assert tally_of(_scores(Facts(2))) == Tally()


def test_parts_are_rounded_to_whole_numbers() -> None:
    assert (whole(12.345, 100), whole(None, 100)) == (1234, 0)


def _capped(window_days: int) -> DeviceScores:
    score = Score(70.0, 1.0, "average", (Component("cap", 60.0, 0.0, 30.0, Evidence(window_days)),), "2026.1")
    return DeviceScores(score, score, score, score)


def test_devices_capped_by_components_of_different_windows_count_the_same_in_any_order() -> None:
    short, long = _capped(7), _capped(60)
    assert tally_of([long, short]) == tally_of([short, long]) == merged([tally_of([long]), tally_of([short])])
