"""The report that a collector makes is read by the agent as it was made."""

from datetime import UTC, datetime

import msgspec
import pytest

from barometer_agent.uplink.replies import Reply
from barometer_agent.uplink.reports import judge_report
from barometer_collector.delivery.rules.findings import NAMES
from barometer_collector.delivery.rules.report import compose
from barometer_collector.delivery.rules.tips import TIPS, Fact, Tip
from barometer_collector.scoring.views import Component, Evidence, MetricEvidence, Score
from barometer_shared.report import DeviceReport, News

AT = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp() * 1000)
ROW = MetricEvidence("boot_ms", "", "ms", 40.0, 1.0, 5, typical=83_400)
NEWS = News("docks", AT, {"en": "New docks", "nl": "Nieuwe docks"}, {"en": "a\nb", "nl": "a"}, {"en": "x", "nl": "y"})


def _read(report: DeviceReport) -> DeviceReport:
    read = judge_report(Reply(200, {}, msgspec.json.encode(report)))
    assert isinstance(read, bytes)
    return msgspec.json.decode(read, type=DeviceReport)


@pytest.mark.parametrize("tip", TIPS, ids=lambda tip: tip.fact)
def test_every_tip_arrives_word_for_word(tip: Tip) -> None:
    facts = {tip.fact: Fact(tip.bound, "editor")}
    parts = tuple(Component(name, 40.0, 0.1, 5.0, Evidence(7, (ROW,))) for name in NAMES if name != "cap")
    report = compose(Score(60.0, 0.9, "average", parts, "m"), 1, 7, facts, [NEWS])
    assert [part.component for part in report.parts if part.tip] == [tip.component]
    assert _read(report) == report


def test_a_report_without_a_score_arrives_with_its_reason() -> None:
    parts = (Component("power", None, 0.0, 0.0, Evidence(7, (), "not_applicable")),)
    report = compose(Score(None, 0.1, None, parts, "m"), 1, 7, {}, [])
    assert _read(report) == report
    assert report.missing
