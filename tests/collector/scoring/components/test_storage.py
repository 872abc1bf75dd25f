"""Room on the disk."""

from barometer_collector.scoring.components.storage import measure
from barometer_collector.scoring.model import load
from tests.collector.scoring.fleets import counted, facts

RULES = {rule.metric: rule for rule in load().rules()}


def test_an_empty_second_disk_does_not_make_up_for_a_full_first_one() -> None:
    rows = [(0, "/", [3], 0), (0, "/data", [999] * 9, 0)]
    known = facts(1, counted={"disk_free_permille": counted("disk_free_permille", rows)})
    assert measure(RULES["disk_free_permille"], known, load().limits).points.tolist() == [0]
