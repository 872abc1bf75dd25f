"""What a laptop measured over the last days: lines where there are two days, else a table of the one there is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from barometer_collector.rollup.views import DayFigure
from barometer_collector.web import words
from barometer_collector.web.charts import Chart, daily_chart
from barometer_collector.web.language import Language
from barometer_shared.metrics import METRICS, Kind, Metric

_FIRST = ("time_to_first_byte_us", "pressure_permille", "boot_ms", "tcp_connect_us", "use_seconds", "sign_in_ms")
# their subjects are many and short: a boot is told whole, with its parts
_LEFT_OUT = frozenset({"boot_phase_ms", "boot_culprit_ms", "sign_in_phase_ms"})
_BASIS = "use_seconds"  # its subject says how hours were measured


@dataclass(frozen=True)
class History:
    """``charts`` have two days or more; ``single`` are the figures of metrics with one day.

    ``verdicts`` are the last day's of metrics that say yes or no, which have no mean.
    """

    charts: tuple[Chart, ...]
    single: tuple[DayFigure, ...]
    verdicts: tuple[DayFigure, ...]


def history_of(language: Language, figures: Sequence[DayFigure]) -> History:
    """Every metric with a mean that can be read as one: the most telling first, the others as in the catalogue."""
    by_metric: dict[str, list[DayFigure]] = defaultdict(list)
    for figure in figures:
        by_metric[figure.metric].append(figure)
    charts: list[Chart] = []
    single: list[DayFigure] = []
    for metric in sorted(METRICS.values(), key=_place):
        rows = by_metric.get(metric.name, [])
        chart = _chart(language, metric, rows) if _has_a_mean(language, metric) else None
        if chart and chart.drawable:
            charts.append(chart)
        elif chart:
            single.extend(row for row in rows if row.mean is not None)
    return History(tuple(charts), tuple(single), tuple(_verdicts(language, figures)))


def _verdicts(language: Language, figures: Sequence[DayFigure]) -> Iterator[DayFigure]:
    said = [each for each in figures if words.verdict(language, each.metric, 0) and each.mean is not None]
    latest = {(each.metric, each.subject): each for each in sorted(said, key=lambda each: each.day)}
    return (latest[key] for key in sorted(latest))


def _place(metric: Metric) -> int:
    return _FIRST.index(metric.name) if metric.name in _FIRST else len(_FIRST)


def _has_a_mean(language: Language, metric: Metric) -> bool:
    if words.verdict(language, metric.name, 0):
        return False
    is_measured = metric.kind is Kind.GAUGE or (metric.kind is Kind.EVENT and metric.unit == "ms")
    return (is_measured or metric.name == _BASIS) and metric.name not in _LEFT_OUT


def _chart(language: Language, metric: Metric, rows: Sequence[DayFigure]) -> Chart | None:
    title = words.metric(language, metric.name)
    told = title if metric.name == _BASIS else language.text("%(metric)s, mean per day") % {"metric": title}
    lines = ((words.subject(language, metric.name, row.subject), row.day, row.mean) for row in rows)
    return daily_chart(metric.name, told, metric.unit, lines, title)
