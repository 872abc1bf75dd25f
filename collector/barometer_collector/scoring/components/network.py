"""How good the line to the configured targets is: each sample counts, to whichever target it was."""

from barometer_collector.scoring.rules.definition import Limits, MetricRule
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.measured import Measured
from barometer_collector.scoring.rules.samples import mean_of_samples, pooled_share


def measure(rule: MetricRule, facts: Facts, limits: Limits) -> Measured:
    """Loss is pooled over all targets and days of the window, as one day has too few attempts to tell 1 % from 0."""
    return pooled_share(rule, facts, limits) if rule.of else mean_of_samples(rule, facts)
