"""What a model says."""

from barometer_collector.scoring.rules.definition import ComponentRule, MetricRule, Points


def test_a_rule_names_every_metric_that_it_reads() -> None:
    rule = MetricRule("connects_lost", 1, 7, Points(0, 1, 2, 3), of="connects_attempted", also=("app_hang",))
    assert rule.names() == ("connects_lost", "app_hang", "connects_attempted")


def test_a_component_looks_back_as_far_as_its_longest_metric() -> None:
    rules = MetricRule("boot_ms", 0.5, 60, None), MetricRule("boot_idle_ms", 0.5, 7, None)
    assert ComponentRule("boot", 15, rules).window_days == 60
