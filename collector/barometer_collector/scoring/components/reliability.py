"""What stopped working: applications per work week in use, and the system itself."""

from barometer_collector.scoring.rules.definition import Limits, MetricRule
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.measured import Measured
from barometer_collector.scoring.rules.occurrences import rate_of_failures, table_of_times


def measure(rule: MetricRule, facts: Facts, limits: Limits) -> Measured:
    """A table where the model gives one (crashes of the system), else a rate."""
    return table_of_times(rule, facts, limits) if rule.table else rate_of_failures(rule, facts, limits)
