"""The report that the people of a laptop read: its score alone, and nothing that anybody answered."""

from collections.abc import Mapping, Sequence

from barometer_collector.delivery.rules.findings import finding_of, missing_of, name_of
from barometer_collector.delivery.rules.tips import Fact, tip_of
from barometer_collector.scoring.views import Score
from barometer_shared.report import DeviceReport, News, Part


def compose(
    score: Score, first_day: int, last_day: int, facts: Mapping[str, Fact], news: Sequence[News]
) -> DeviceReport:
    """``score`` is the technical one: what people answered on this laptop may be of a colleague who uses it too."""
    parts = [
        Part(
            component=each.name,
            name=name_of(each.name),
            score=each.value,
            cost=each.cost,
            finding=finding_of(each),
            tip=tip_of(each.name, facts),
        )
        for each in score.components
    ]
    return DeviceReport(
        score=score.value,
        band=score.band or "",
        coverage=score.coverage,
        first_day=first_day,
        last_day=last_day,
        parts=parts,
        missing=missing_of(score),
        news=list(news),
    )
