"""Starting up."""

from barometer_collector.scoring.components.boot import measure
from barometer_collector.scoring.model import load
from tests.collector.scoring.fleets import facts, latest

RULES = {rule.metric: rule for rule in load().rules()}


def test_one_slow_boot_among_good_ones_does_not_decide() -> None:
    boots = latest([(0, 15_000), (0, 15_000), (0, 300_000)])
    assert measure(RULES["boot_ms"], facts(1, latest={"boot_ms": boots}), load().limits).points.tolist() == [100]


def test_two_minutes_to_the_desktop_is_poor() -> None:
    boots = latest([(0, 120_000)])
    assert measure(RULES["boot_ms"], facts(1, latest={"boot_ms": boots}), load().limits).points.tolist() == [45]
