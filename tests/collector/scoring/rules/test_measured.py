"""What stands beside points."""

import numpy as np

from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.measured import divide, per_device, with_gaps
from tests.collector.scoring.fleets import facts, gaps

RULE = load().rules()[0]


def test_the_reason_of_the_device_itself_comes_before_ours() -> None:
    known = facts(4, gaps={RULE.metric: gaps(4, not_applicable=[0], no_data=[1, 2])})
    notes = with_gaps(RULE, known, np.array([True, True, False, True]), "no_samples")
    assert notes.tolist() == ["not_applicable", "not_measured", "", "no_samples"]


def test_sums_per_device_are_whole_numbers_whatever_their_size() -> None:
    sums = per_device(facts(3), np.array([0, 2, 0]), np.array([2**53, 1, 1]))
    assert sums.tolist() == [2**53 + 1, 0, 1]


def test_nothing_divided_by_nothing_is_no_data() -> None:
    found = divide(np.array([1, 0]), np.array([2, 0]))
    assert found[0] == 0.5
    assert np.isnan(found[1])
