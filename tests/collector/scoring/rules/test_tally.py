"""A group's T as sums of whole numbers."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.explain import explain
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.tally import CAP, ComponentTally, Tally, rows_of, tally_of
from barometer_collector.scoring.rules.technical import score_t
from barometer_collector.scoring.service.devices import layout_of
from barometer_collector.scoring.views import DeviceScores
from tests.collector.scoring.fleets import counted, facts, gaps, latest, random_facts

MODEL = load()
LAYOUT = layout_of(MODEL)


def _rows(known: Facts) -> np.typing.NDArray[np.int64]:
    return rows_of(LAYOUT, score_t(MODEL, known, measures()))


def _told(known: Facts) -> list[DeviceScores]:
    return explain(MODEL, score_t(MODEL, known, measures()), {})


@settings(max_examples=80, deadline=None)
@given(random_facts(count=4))
def test_what_a_device_adds_is_what_it_is_told(known: Facts) -> None:
    for scores, row in zip(_told(known), _rows(known), strict=True):
        tally = tally_of(LAYOUT, row)
        if scores.t.value is None:
            assert tally == Tally()
            continue
        assert (tally.scored, tally.t / 100, tally.coverage / 10_000) == (1, scores.t.value, scores.t.coverage)
        assert {*tally.components} == {part.name for part in scores.t.components}
        for part in scores.t.components:
            of = tally.components[part.name]
            assert of.window_days == part.evidence.window_days
            assert of.cost / 100 == part.cost
            assert of.applicable == (part.evidence.note != "not_applicable")
            if part.name != CAP:
                assert (of.value / 100 if of.devices else None) == part.value
                assert of.weight / 10_000 == part.weight
                assert of.poor == (part.value is not None and part.value < 45)


@settings(max_examples=50, deadline=None)
@given(random_facts(count=4))
def test_evidence_of_one_device_is_that_of_its_metrics(known: Facts) -> None:
    for scores, row in zip(_told(known), _rows(known), strict=True):
        components = tally_of(LAYOUT, row).components
        for part in scores.t.components if scores.t.value is not None else ():
            told = [each for each in part.evidence.metrics if each.points is not None and each.note != "counted_above"]
            assert {*components[part.name].metrics} == {each.metric for each in told}
            for metric, of in components[part.name].metrics.items():
                rows = [each for each in told if each.metric == metric]
                assert (of.unit, of.failed) == (rows[0].unit, sum(each.failed for each in rows))
                assert abs(of.share / 10_000 - sum(each.share for each in rows)) < 0.0005 * len(rows)


@settings(max_examples=50, deadline=None)
@given(random_facts(count=4))
def test_every_number_of_a_device_fits_into_its_place(known: Facts) -> None:
    limits = [1 << (8 * width - 1) for width in LAYOUT.widths.values()]
    assert (_rows(known) < limits).all()


def test_devices_without_a_t_add_nothing() -> None:
    assert not _rows(Facts(2)).any()
    assert tally_of(LAYOUT, LAYOUT.nothing()) == Tally()


def test_rows_of_another_model_have_another_mark() -> None:
    renamed = replace(MODEL, name="other")
    heavier = replace(MODEL, components=(replace(MODEL.components[0], weight=99), *MODEL.components[1:]))
    assert len({layout_of(model).mark for model in (MODEL, renamed, heavier)}) == 3
    assert 0 < LAYOUT.mark < 2**63


def test_devices_capped_by_components_of_different_windows_tell_the_longest() -> None:
    tables = {
        "pressure_permille": counted("pressure_permille", [(0, "", [0] * 4, 0), (1, "", [0] * 4, 0)]),
        "disk_free_permille": counted("disk_free_permille", [(0, "/", [0], 0)]),
    }
    boots = {"boot_ms": latest([(1, 900_000)] * 5)}
    others = {name for rule in MODEL.rules() for name in rule.names()} - {*tables, "boot_ms"}
    silent = {name: gaps(2, not_applicable=[0, 1]) for name in others}
    silent |= {"boot_ms": gaps(2, not_applicable=[0]), "disk_free_permille": gaps(2, not_applicable=[1])}
    one, two = _rows(facts(2, counted=tables, latest=boots, gaps=silent))
    caps = [tally_of(LAYOUT, row).components.get(CAP) for row in (one, two, one + two, two + one)]
    assert [each.window_days if each else None for each in caps] == [7, 60, 60, 60]
    assert isinstance(caps[2], ComponentTally)
    assert caps[2].devices == 2
