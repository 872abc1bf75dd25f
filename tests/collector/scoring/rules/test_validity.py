"""What makes a model usable; each fault named with value and fix."""

from dataclasses import replace

import pytest

from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.definition import ComponentRule, Model, Points
from barometer_collector.scoring.rules.validity import wrong_with_model

MODEL = load()
NAMES = tuple(measures())


def _with(metric_name: str, /, **changes: object) -> Model:
    components = tuple(
        replace(
            component,
            metrics=tuple(
                replace(rule, **changes) if rule.metric == metric_name else rule  # type: ignore[arg-type]
                for rule in component.metrics
            ),
        )
        for component in MODEL.components
    )
    return replace(MODEL, components=components)


def test_our_own_model_has_no_fault() -> None:
    assert wrong_with_model(MODEL, NAMES) == ""


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (_with("tcp_connect_us", points=Points(10_000, 90_000, 500_000, 1_500_000)), "good = 90000 us is not where"),
        (_with("tcp_connect_us", points=Points(10_000, 500_000, 100_000, 1_500_000)), "they must rise in this order"),
        (_with("battery_capacity_permille", points=Points(300, 600, 800, 1000)), "they must fall in this order"),
        (_with("boot_ms", share=0.5), "the shares add up to 80.00%"),
        (_with("boot_ms", metric="boot_parsec"), '"boot_parsec" is not in the catalogue: choose one of boot_ms'),
        (_with("boot_ms", last=0), "at least 1"),
        (_with("boot_ms", window_days=0), "expected at least 1 day"),
        (_with("boot_ms", metric="sign_in_ms"), '"sign_in_ms" stands twice'),
        (_with("connects_lost", of=""), 'as in of = "connects_attempted"'),
        (_with("os_crash", table=(0.0, 45.0)), "never rising"),
        (replace(MODEL, combined=(0, 0, 0)), "no negative weight"),
        (replace(MODEL, components=()), "give at least one"),
        (replace(MODEL, components=(ComponentRule("karma", 1, MODEL.components[0].metrics),)), 'choose one of boot, '),
        (replace(MODEL, components=(replace(MODEL.components[0], weight=0),)), "leave the component out instead"),
        (replace(MODEL, limits=replace(MODEL.limits, least_coverage=1.5)), "expected 0 % to 100 %"),
        (replace(MODEL, limits=replace(MODEL.limits, cap=-1)), "expected 0 to 100 points"),
        (replace(MODEL, limits=replace(MODEL.limits, shortest_use_hours=0)), "more than 0 h"),
        (replace(MODEL, limits=replace(MODEL.limits, most_failures=0)), "at least 1"),
        (replace(MODEL, window_days=0), "at least 1 day"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_value_and_what_to_write(model: Model, told: str) -> None:
    assert told in wrong_with_model(model, NAMES)
