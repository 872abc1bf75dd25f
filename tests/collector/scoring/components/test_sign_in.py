"""Signing in."""

from barometer_collector.scoring.components.sign_in import measure
from barometer_collector.scoring.model import load
from tests.collector.scoring.fleets import facts, latest

RULES = {rule.metric: rule for rule in load().rules()}


def test_half_a_minute_is_good() -> None:
    known = facts(1, latest={"sign_in_ms": latest([(0, 30_000)])})
    assert measure(RULES["sign_in_ms"], known, load().limits).points.tolist() == [75]
