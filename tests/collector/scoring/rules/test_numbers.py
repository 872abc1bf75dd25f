"""Scores as numbers are those that are told with their reasons."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.explain import explain, points_of_answers
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.numbers import numbers_of
from barometer_collector.scoring.rules.technical import score_t
from barometer_collector.scoring.service.devices import layout_of
from barometer_collector.sentiment.rules.normalise import SharedAnswer
from tests.collector.scoring.fleets import random_facts

MODEL = load()


@settings(max_examples=100, deadline=None)
@given(random_facts(count=4), st.dictionaries(st.integers(0, 3), st.floats(0, 100)))
def test_numbers_are_those_that_are_told(known: Facts, points: dict[int, float]) -> None:
    answers = {device: SharedAnswer(each, 3, "faces", "pulse") for device, each in points.items()}
    technical = score_t(MODEL, known, measures())
    found = numbers_of(layout_of(MODEL), technical, points_of_answers(answers, 4))
    for device, scores in enumerate(explain(MODEL, technical, answers)):
        for name in ("experience", "t", "x", "o"):
            number = float(getattr(found, name)[device])
            assert (None if np.isnan(number) else number) == getattr(scores, name).value
