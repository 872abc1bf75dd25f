"""The battery."""

from barometer_collector.scoring.components.power import measure
from barometer_collector.scoring.model import load
from tests.collector.scoring.fleets import counted, facts

RULES = {rule.metric: rule for rule in load().rules()}


def test_a_battery_as_new_has_all_points_and_a_worn_one_none() -> None:
    rows = [(0, "", [1000], 0), (1, "", [100], 0)]
    known = facts(2, counted={"battery_capacity_permille": counted("battery_capacity_permille", rows)})
    assert measure(RULES["battery_capacity_permille"], known, load().limits).points.tolist() == [100, 0]
