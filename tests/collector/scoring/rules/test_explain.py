"""Scores told with their reasons."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.explain import asked, experience, explain, operational
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.technical import score_t
from barometer_collector.scoring.views import Score
from barometer_collector.sentiment.rules.normalise import SharedAnswer
from tests.collector.scoring.fleets import counted, facts, failures, gaps, random_facts, use

MODEL = load()


def _adds_up(score: Score) -> bool:
    costs = sum((Decimal(str(part.cost)) for part in score.components), Decimal(0))
    return score.value is None or Decimal(str(score.value)) + costs == 100


def _explained(known: Facts, answers: dict[int, SharedAnswer] | None = None) -> list[Score]:
    return [each.t for each in explain(MODEL, score_t(MODEL, known, measures()), answers or {})]


@settings(max_examples=60, deadline=None)
@given(random_facts(), st.floats(0, 100))
def test_every_score_adds_up_as_it_is_told(known: Facts, points: float) -> None:
    found = explain(MODEL, score_t(MODEL, known, measures()), {0: SharedAnswer(points, 3, "faces", "pulse")})
    for each in found:
        assert all(_adds_up(score) for score in (each.experience, each.t, each.x, each.o))
        for part in each.t.components:
            shares = [row.share for row in part.evidence.metrics]
            assert part.value is None or part.name == "cap" or abs(sum(shares) - 1) < 0.002


@given(*[st.none() | st.integers(0, 10_000).map(lambda value: value / 100)] * 3)
def test_the_experience_is_50_30_20_of_what_has_data(t: float | None, x: float | None, o: float | None) -> None:
    score = experience(MODEL, t, x, o)
    parts = [(part, weight) for part, weight in ((t, 50), (x, 30), (o, 20)) if part is not None]
    assert _adds_up(score)
    assert abs(score.coverage - sum(weight for _, weight in parts) / 100) < 1e-9
    if not parts:
        assert (score.value, score.band) == (None, None)
    else:
        mean = sum(part * weight for part, weight in parts) / sum(weight for _, weight in parts)
        assert score.value is not None
        assert abs(score.value - mean) <= 0.0051


def test_x_alone_is_a_third_of_the_coverage_and_says_so() -> None:
    score = experience(MODEL, None, 75.0)
    assert (score.value, score.coverage) == (75.0, 0.3)
    assert {part.name: part.evidence.note for part in score.components} == {
        "x": "",
        "t": "no_data",
        "o": "no_tickets",
    }


def test_the_largest_cost_stands_first_and_what_has_no_data_last() -> None:
    score = experience(MODEL, 90.0, 10.0)
    assert [part.name for part in score.components] == ["x", "t", "o"]


def test_the_cap_is_a_row_of_its_own_that_names_the_lowest_component() -> None:
    tables = {
        "pressure_permille": counted("pressure_permille", [(0, "", [0] * 4, 0)]),
        "disk_free_permille": counted("disk_free_permille", [(0, "/", [0], 0)]),
    }
    every = {name for rule in MODEL.rules() for name in rule.names()} - set(tables)
    (score,) = _explained(facts(1, counted=tables, gaps={name: gaps(1, not_applicable=[0]) for name in every}))
    cap = next(part for part in score.components if part.name == "cap")
    assert score.value == cap.value == 30 + 0.0
    assert (cap.weight, cap.evidence.note) == (0, "storage")
    assert _adds_up(score)


def test_subjects_stand_in_the_place_of_their_metric() -> None:
    table = counted("tcp_connect_us", [(0, "mail", [5_000] * 3, 1), (0, "vpn", [9_000_000], 0)])
    (score,) = _explained(facts(1, counted={"tcp_connect_us": table}))
    network = next(part for part in score.components if part.name == "network")
    rows = {(row.metric, row.subject): row for row in network.evidence.metrics}
    assert ("tcp_connect_us", "") not in rows
    assert rows["tcp_connect_us", "mail"].failed == 1
    assert rows["tcp_connect_us", "mail"].points == 75
    assert rows["tcp_connect_us", "mail"].share == 0.8
    assert rows["jitter_us", ""].note == "no_samples"


def test_the_five_most_frequent_crashes_stand_below_their_rate() -> None:
    rows = [(0, f"app{number}", number + 1) for number in range(7)]
    known = facts(1, use={14: use([100.0])}, failures={"app_crash": failures(rows)})
    (score,) = _explained(known)
    metrics = next(part for part in score.components if part.name == "reliability").evidence.metrics
    assert (metrics[0].metric, metrics[0].n, metrics[0].typical) == ("app_crash", 28, 11.2)
    parts = [(row.subject, row.n) for row in metrics if row.note == "counted_above"]
    assert parts == [("app6", 7), ("app5", 6), ("app4", 5), ("app3", 4), ("app2", 3)]


def test_a_shared_answer_is_the_x_of_its_device() -> None:
    score = asked(MODEL, SharedAnswer(25.0, 2, "faces", "pulse"))
    assert (score.value, score.coverage, score.band) == (25.0, 1.0, "poor")
    (part,) = score.components
    assert (part.cost, part.evidence.metrics[0].typical, part.evidence.window_days) == (75.0, 2.0, 60)
    assert asked(MODEL, None).components[0].evidence.note == "no_answer"


def test_without_tickets_there_is_no_o_and_it_says_so() -> None:
    score = operational(MODEL)
    assert (score.value, score.coverage, score.components[0].evidence.note) == (None, 0, "no_tickets")
