"""T of many devices at once, from facts to scores."""

import numpy as np
from hypothesis import given, settings

from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.breakdown import FULL, NONE
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.technical import score_t
from tests.collector.scoring.fleets import counted, facts, gaps, latest, random_facts

MODEL = load()
NAMES = [rule.name for rule in MODEL.components]


@settings(max_examples=150, deadline=None)
@given(random_facts())
def test_whatever_is_known_scores_are_0_to_100_and_add_up(known: Facts) -> None:
    score = score_t(MODEL, known, measures()).score
    scored = score.value != NONE
    assert ((score.value[scored] >= 0) & (score.value[scored] <= FULL)).all()
    assert (score.value[scored] == FULL - score.cost[scored].sum(axis=1) - score.cap_cost[scored]).all()
    assert ((score.coverage >= 0) & (score.coverage <= 1)).all()
    assert (score.coverage[scored] >= 0.5 - 1e-6).all()


def test_of_nothing_known_there_is_no_score() -> None:
    score = score_t(MODEL, facts(2), measures()).score
    assert score.value.tolist() == [NONE, NONE]
    assert score.coverage.tolist() == [0, 0]


def test_metrics_share_in_their_component_as_far_as_they_have_data() -> None:
    boots = {"boot_ms": latest([(0, 120_000), (1, 120_000)]), "boot_idle_ms": latest([(0, 30_000)])}
    part = score_t(MODEL, facts(2, latest=boots), measures()).components[NAMES.index("boot")]
    assert np.isclose(part.points[0], 0.7 * 45 + 0.3 * 75)
    assert part.points[1] == 45
    assert [share.tolist() for share in part.shares] == [[0.7, 1.0], [0.3, 0.0]]


def test_what_does_not_apply_leaves_the_weights_and_what_is_missing_lowers_the_coverage() -> None:
    tables = {"pressure_permille": counted("pressure_permille", [(0, "", [0], 0), (1, "", [0], 0)])}
    every = [rule.metric for rule in MODEL.rules()] + ["app_hang"]
    not_applicable = {name: gaps(2, not_applicable=[0]) for name in every if name != "pressure_permille"}
    score = score_t(MODEL, facts(2, counted=tables, gaps=not_applicable), measures()).score
    assert score.coverage.tolist() == [1.0, 0.15]
    assert score.value.tolist() == [9988, NONE]  # the first bucket holds 0 to 0.1 %: 100 to 99.75


def test_a_device_is_scored_the_same_alone_and_among_others() -> None:
    def pressure(*values: int) -> Facts:
        rows = [(device, "", [value], 0) for device, value in enumerate(values)]
        return facts(len(values), counted={"pressure_permille": counted("pressure_permille", rows)})

    together = score_t(MODEL, pressure(5, 250, 700), measures()).components[NAMES.index("responsiveness")]
    alone = [
        score_t(MODEL, pressure(value), measures()).components[NAMES.index("responsiveness")].points[0]
        for value in (5, 250, 700)
    ]
    assert together.points.tolist() == alone
