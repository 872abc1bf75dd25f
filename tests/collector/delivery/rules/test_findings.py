"""What was measured, in a sentence."""

from dataclasses import replace
from typing import Any

import pytest

from barometer_collector.delivery.rules.findings import NAMES, finding_of, missing_of, name_of
from barometer_collector.scoring.model import load
from barometer_collector.scoring.views import Component, Evidence, MetricEvidence, Score
from barometer_shared.metrics import METRICS


def _row(metric: str, unit: str, typical: float | None, points: float | None, **more: Any) -> MetricEvidence:
    row = MetricEvidence(metric, "", unit, points, 0.5, 4, typical=typical)
    return replace(row, **more)


def _component(
    name: str, *rows: MetricEvidence, value: float | None = 60.0, note: str = "", days: int = 7
) -> Component:
    return Component(name, value, 0.2, 5.0, Evidence(days, rows, note))


def test_every_component_and_metric_of_the_model_has_words_in_both_languages() -> None:
    for component in load().components:
        assert component.name in NAMES
        assert set(name_of(component.name)) == {"en", "nl"}
        for rule in component.metrics:
            unit = {"app_crash": "per_work_week", "os_crash": "times", "connects_lost": "share"}
            row = _row(rule.metric, unit.get(rule.metric, METRICS[rule.metric].unit), 300, 40.0, subject="intranet")
            finding = finding_of(_component(component.name, row))
            assert set(finding) == {"en", "nl"}
            assert finding["en"] != finding["nl"]
            assert rule.metric not in finding["en"]


def test_the_metric_that_costs_most_is_told() -> None:
    rows = (
        _row("tcp_connect_us", "us", 8_400, 99.0, subject="intranet", share=0.3),
        _row("connects_lost", "share", 0.12, 40.0, subject="mail", share=0.15),
        _row("jitter_us", "us", 1, 0.0, share=0.01),
    )
    assert finding_of(_component("network", *rows)) == {
        "en": "12% of the connections to mail failed or came late.",
        "nl": "12% van de verbindingen met mail mislukte of kwam te laat.",
    }


def test_of_all_targets_together_none_is_named() -> None:
    told = finding_of(_component("network", _row("connects_lost", "share", 0.12, 40.0)))
    assert told["en"] == "12% of the connections failed or came late."
    assert told["nl"] == "12% van de verbindingen mislukte of kwam te laat."


def test_failures_are_told_with_how_many_they_were() -> None:
    row = _row("app_crash", "per_work_week", 2.4, 58.0, n=3)
    part = _row("app_crash", "times", None, None, subject="editor", n=2, note="counted_above")
    told = finding_of(_component("reliability", row, part, days=14))
    assert told["en"] == "Crashes and hangs of applications in 14 days: 3, which is 2.4 per week of work."
    assert "2,4 per werkweek" in told["nl"]


@pytest.mark.parametrize(
    ("component", "said"),
    [
        (_component("power", value=None, note="not_applicable"), "cannot be measured"),
        (_component("power", _row("x", "ms", None, None, note="not_applicable"), value=None), "cannot be measured"),
        (
            _component("reliability", _row("app_crash", "", None, None, note="too_few_hours"), value=None),
            "Too few hours",
        ),
        (_component("boot", _row("boot_ms", "ms", None, None, note="no_samples"), value=None, days=60), "60 days"),
    ],
)
def test_no_data_is_told_with_its_reason(component: Component, said: str) -> None:
    assert said in finding_of(component)["en"]


def test_the_limit_names_the_part_that_sets_it() -> None:
    told = finding_of(_component("cap", note="storage"))
    assert "disk space" in told["en"]
    assert "schijfruimte" in told["nl"]


def test_a_component_of_tomorrow_is_called_by_its_own_name() -> None:
    assert name_of("heat") == {"en": "heat"}
    assert finding_of(_component("heat", _row("heat_k", "K", 5, 50.0)))["en"] == "heat_k: 5."


def test_why_there_is_no_score_is_told_with_how_much_there_is() -> None:
    assert missing_of(Score(71.0, 0.8, "average", (), "m")) == {}
    assert "30%" in missing_of(Score(None, 0.3, None, (), "m"))["nl"]
