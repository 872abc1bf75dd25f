"""The report as it is put together."""

from barometer_collector.delivery.rules.report import compose
from barometer_collector.delivery.rules.tips import Fact
from barometer_collector.scoring.views import Component, Evidence, MetricEvidence, Score
from barometer_shared.report import News

NEWS = [News("n1", 5, {"en": "t"}, {"en": "x"})]
SLOW = Component(
    "responsiveness",
    40.0,
    0.5,
    30.0,
    Evidence(7, (MetricEvidence("pressure_permille", "", "permille", 40.0, 1.0, 9, typical=300),)),
)
NO_BATTERY = Component("power", None, 0.0, 0.0, Evidence(7, (), "not_applicable"))


def test_parts_come_in_the_order_of_the_score_each_with_its_finding_and_tip() -> None:
    score = Score(70.0, 0.9, "average", (SLOW, NO_BATTERY), "m")
    report = compose(score, 10, 16, {"days_without_restart": Fact(34)}, NEWS)
    assert (report.score, report.band, report.coverage, report.first_day, report.last_day) == (
        70,
        "average",
        0.9,
        10,
        16,
    )
    assert [(part.component, part.score, part.cost) for part in report.parts] == [
        ("responsiveness", 40.0, 30.0),
        ("power", None, 0.0),
    ]
    slow, battery = report.parts
    assert "30%" in slow.finding["en"]
    assert "34" in slow.tip["nl"]
    assert (battery.tip, report.missing, report.news) == ({}, {}, NEWS)


def test_without_a_score_it_is_said_why() -> None:
    report = compose(Score(None, 0.2, None, (NO_BATTERY,), "m"), 10, 16, {}, [])
    assert (report.score, report.band) == (None, "")
    assert "20%" in report.missing["en"]
