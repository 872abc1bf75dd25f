"""What stopped working."""

from barometer_collector.scoring.components.reliability import measure
from barometer_collector.scoring.model import load
from tests.collector.scoring.fleets import facts, failures, use

RULES = {rule.metric: rule for rule in load().rules()}


def test_five_crashes_in_a_work_week_are_poor() -> None:
    known = facts(1, use={14: use([40.0])}, failures={"app_crash": failures([(0, "x", 5)])})
    assert measure(RULES["app_crash"], known, load().limits).points.tolist() == [45]


def test_one_crash_of_the_system_is_poor() -> None:
    known = facts(1, use={14: use([40.0])}, failures={"os_crash": failures([(0, "", 1)])})
    assert measure(RULES["os_crash"], known, load().limits).points.tolist() == [45]
