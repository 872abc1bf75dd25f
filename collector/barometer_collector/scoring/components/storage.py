"""How much room is left on the disk."""

from barometer_collector.scoring.rules.definition import Limits, MetricRule
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.measured import Measured
from barometer_collector.scoring.rules.samples import lowest_subject


def measure(rule: MetricRule, facts: Facts, _limits: Limits) -> Measured:
    """The fullest volume alone: an empty second disk does not make up for a full first one."""
    return lowest_subject(rule, facts)
