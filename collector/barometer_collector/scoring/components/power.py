"""What the battery still holds."""

from barometer_collector.scoring.rules.definition import Limits, MetricRule
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.measured import Measured
from barometer_collector.scoring.rules.samples import mean_of_samples


def measure(rule: MetricRule, facts: Facts, _limits: Limits) -> Measured:
    """The mean of the curve over all samples."""
    return mean_of_samples(rule, facts)
