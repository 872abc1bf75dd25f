"""Waiting for the laptop."""

from barometer_collector.scoring.components.responsiveness import measure
from barometer_collector.scoring.model import load
from tests.collector.scoring.fleets import counted, facts

RULES = {rule.metric: rule for rule in load().rules()}


def test_waiting_nearly_always_is_the_floor() -> None:
    known = facts(1, counted={"pressure_permille": counted("pressure_permille", [(0, "", [900], 0)])})
    assert measure(RULES["pressure_permille"], known, load().limits).points.tolist() == [0]
