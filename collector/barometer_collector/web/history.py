"""What a laptop measured over the last days: lines where there are two days, else a table of the one there is."""

from collections import defaultdict
from collections.abc import Sequence
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
    """``charts`` have two days or more; ``single`` are the figures of metrics with one day."""

    charts: tuple[Chart, ...]
    single: tuple[DayFigure, ...]


def history_of(language: Language, figures: Sequence[DayFigure]) -> History:
    """Every metric with a mean that can be read as one: the most telling first, the others as in the catalogue."""
    by_metric: dict[str, list[DayFigure]] = defaultdict(list)
    for figure in figures:
        by_metric[figure.metric].append(figure)
    charts: list[Chart] = []
    single: list[DayFigure] = []
    for metric in sorted(METRICS.values(), key=_place):
        rows = by_metric.get(metric.name, [])
        chart = _chart(language, metric, rows) if _has_a_mean(metric) else None
        if chart and chart.drawable:
            charts.append(chart)
        elif chart:
            single.extend(row for row in rows if row.mean is not None)
    return History(tuple(charts), tuple(single))


def _place(metric: Metric) -> int:
    return _FIRST.index(metric.name) if metric.name in _FIRST else len(_FIRST)


def _has_a_mean(metric: Metric) -> bool:
    is_measured = metric.kind is Kind.GAUGE or (metric.kind is Kind.EVENT and metric.unit == "ms")
    return (is_measured or metric.name == _BASIS) and metric.name not in _LEFT_OUT


def _chart(language: Language, metric: Metric, rows: Sequence[DayFigure]) -> Chart | None:
    title = words.metric(language, metric.name)
    told = title if metric.name == _BASIS else language.text("%(metric)s, mean per day") % {"metric": title}
    lines = ((words.subject(language, metric.name, row.subject), row.day, row.mean) for row in rows)
    return daily_chart(metric.name, told, metric.unit, lines, title)
