"""How long starting up takes, until the desktop is there and until the laptop has come to rest."""

from barometer_collector.scoring.rules.definition import Limits, MetricRule
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.measured import Measured
from barometer_collector.scoring.rules.occurrences import median_of_last


def measure(rule: MetricRule, facts: Facts, _limits: Limits) -> Measured:
    """The curve at the median of the last boots."""
    return median_of_last(rule, facts)
