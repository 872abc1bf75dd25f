"""The facts of a laptop."""

from barometer_collector.delivery.rules.knowledge import facts_of
from barometer_collector.delivery.rules.tips import TIPS, Fact
from barometer_collector.rollup.views import DayFigure, EventFigure
from barometer_collector.scoring.views import Component, Evidence, MetricEvidence, Score

DAY_MS = 86_400_000
NOW = 1_800_000_000_000


def _score(*rows: MetricEvidence) -> Score:
    return Score(50.0, 1.0, "average", (Component("any", 50.0, 1.0, 50.0, Evidence(7, rows)),), "m")


def _row(metric: str, typical: float | None, n: int = 1, points: float | None = 40.0, **more: str) -> MetricEvidence:
    return MetricEvidence(
        metric, more.get("subject", ""), "", points, 1.0, n, typical=typical, note=more.get("note", "")
    )


def _signal(mean: float | None, n: int) -> DayFigure:
    return DayFigure(1, "wifi_signal_dbm", "", n, 0, mean, "dBm")


def test_of_nothing_nothing_is_known() -> None:
    assert facts_of(_score(), (), (), NOW) == {}


def test_what_the_score_was_made_from_is_known_of_several_the_lowest() -> None:
    rows = (
        _row("boot_ms", 90_000),
        _row("disk_free_permille", 400, subject="system"),
        _row("disk_free_permille", 20, subject="data"),
        _row("battery_capacity_permille", None, points=None),
    )
    assert facts_of(_score(*rows), (), (), NOW) == {"boot_ms": Fact(90_000), "disk_free_permille": Fact(20)}


def test_the_culprit_is_that_of_the_last_start() -> None:
    events = [
        EventFigure("boot_ms", "", NOW, 80_000),
        EventFigure("boot_culprit_ms", "spooler", NOW, 5_000),
        EventFigure("boot_culprit_ms", "backup", NOW, 30_000),
        EventFigure("boot_ms", "", NOW - DAY_MS, 80_000),
        EventFigure("boot_culprit_ms", "older", NOW - DAY_MS, 99_000),
    ]
    assert facts_of(_score(), events, (), NOW)["culprit_ms"] == Fact(30_000, "backup")
    assert "culprit_ms" not in facts_of(_score(), events[4:], (), NOW)


def test_days_without_a_restart_count_from_the_last_start_or_restart() -> None:
    events = [EventFigure("os_restart", "", NOW - 3 * DAY_MS, 1), EventFigure("boot_ms", "", NOW - 35 * DAY_MS, 1)]
    assert facts_of(_score(), events, (), NOW)["days_without_restart"] == Fact(3)
    assert facts_of(_score(), events[1:], (), NOW)["days_without_restart"] == Fact(35)


def test_the_signal_is_the_mean_of_all_that_was_measured() -> None:
    assert facts_of(_score(), (), [_signal(-80, 3), _signal(-60, 1), _signal(None, 0)], NOW)["wifi_dbm"] == Fact(-75)
    assert "wifi_dbm" not in facts_of(_score(), (), [_signal(None, 0)], NOW)


def test_the_application_that_stopped_most_often_is_known_by_name() -> None:
    rows = (
        _row("app_crash", 2.0, n=5),
        _row("app_crash", None, n=1, points=None, subject="mail", note="counted_above"),
        _row("app_crash", None, n=4, points=None, subject="editor", note="counted_above"),
        _row("os_crash", 1.0, n=1),
    )
    found = facts_of(_score(*rows), (), (), NOW)
    assert (found["app_failures"], found["os_crashes"]) == (Fact(4, "editor"), Fact(1))


def test_every_fact_that_a_tip_looks_at_can_be_known() -> None:
    rows = (
        _row("boot_ms", 1), _row("sign_in_ms", 1), _row("battery_capacity_permille", 1), _row("disk_free_permille", 1),
        _row("os_crash", 1), _row("app_crash", None, points=None, note="counted_above"),
    )  # fmt: skip
    events = [EventFigure("boot_ms", "", NOW, 1), EventFigure("boot_culprit_ms", "x", NOW, 1)]
    assert {tip.fact for tip in TIPS} <= set(facts_of(_score(*rows), events, [_signal(-60, 1)], NOW))
