"""What is told of a team."""

from decimal import Decimal

from hypothesis import given, settings

from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.explain import explain
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.groups import group_of, mean_of_devices, poor_components
from barometer_collector.scoring.rules.tally import Tally, rows_of, tally_of
from barometer_collector.scoring.rules.technical import score_t
from barometer_collector.scoring.service.devices import layout_of
from barometer_collector.scoring.views import DeviceScores, PoorComponent, Sentiment
from tests.collector.scoring.fleets import counted, facts, gaps, random_facts

MODEL = load()
LAYOUT = layout_of(MODEL)
UNKNOWN = Sentiment(None, None, None, 3, 5, 8)


def _scores(known: Facts) -> list[DeviceScores]:
    return explain(MODEL, score_t(MODEL, known, measures()), {})


def _together(known: Facts) -> Tally:
    return tally_of(LAYOUT, rows_of(LAYOUT, score_t(MODEL, known, measures())).sum(axis=0))


def _two_laptops(*permille: int) -> Tally:
    """Laptops of which nothing but the pressure applies."""
    count = len(permille)
    rows = [(device, "", [value], 0) for device, value in enumerate(permille)]
    every = {name for rule in MODEL.rules() for name in rule.names()} - {"pressure_permille"}
    nothing_else = {name: gaps(count, not_applicable=range(count)) for name in every}
    table = counted("pressure_permille", rows)
    return _together(facts(count, counted={"pressure_permille": table}, gaps=nothing_else))


@settings(max_examples=60, deadline=None)
@given(random_facts(count=4))
def test_a_group_is_the_mean_over_its_devices_and_its_costs_add_up(known: Facts) -> None:
    scores = _scores(known)
    score = mean_of_devices(MODEL, _together(known))
    values = [each.t.value for each in scores if each.t.value is not None]
    if not values:
        assert score.value is None
        return
    assert score.value is not None
    assert abs(score.value - sum(values) / len(values)) <= 0.0051
    assert Decimal(str(score.value)) + sum((Decimal(str(part.cost)) for part in score.components), Decimal(0)) == 100
    assert min(values) - 0.01 <= score.value <= max(values) + 0.01


def test_the_headline_says_how_many_devices_are_poor_and_of_how_many() -> None:
    tally = _two_laptops(0, 700, 750)
    assert poor_components(tally) == (PoorComponent("responsiveness", 2, 3),)


def test_the_combined_score_uses_the_published_x_only() -> None:
    tally = _two_laptops(0, 700)
    t = mean_of_devices(MODEL, tally).value
    hidden = group_of(MODEL, "sales", "Sales", (2, 0), tally, UNKNOWN)
    shown = group_of(MODEL, "sales", "Sales", (2, 0), tally, Sentiment(0.0, 0.0, 20.0, 5, 5, 8))
    assert hidden.experience.value == t == shown.t.value
    assert shown.experience.value is not None
    assert t is not None
    assert shown.experience.value < t
    assert (hidden.experience.coverage, shown.experience.coverage) == (0.5, 0.8)


def test_a_group_without_scored_devices_has_no_t_and_names_its_components() -> None:
    group = group_of(MODEL, "sales", "Sales", (2, 0), Tally(), UNKNOWN)
    assert (group.t.value, group.experience.value, group.scored_devices, group.devices) == (None, None, 0, 2)
    assert {part.evidence.note for part in group.t.components} == {"no_data"}


def test_what_applies_to_nobody_is_said_to_be_that() -> None:
    score = mean_of_devices(MODEL, _two_laptops(0))
    notes = {part.name: part.evidence.note for part in score.components}
    assert notes["responsiveness"] == ""
    assert notes["boot"] == "not_applicable"


def test_evidence_of_a_group_is_the_mean_of_its_devices() -> None:
    part = mean_of_devices(MODEL, _two_laptops(100, 700)).components[0]
    (row,) = part.evidence.metrics
    assert (row.metric, row.n, row.typical, row.share) == ("pressure_permille", 2, 400.0, 1.0)
