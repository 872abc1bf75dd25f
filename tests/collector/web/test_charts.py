from datetime import UTC

from barometer_collector.scoring.views import TrendPoint
from barometer_collector.web.charts import daily_chart, trend_chart
from barometer_collector.web.formats import Formats
from barometer_collector.web.language import load_languages

ENGLISH = load_languages()["en"]
FORMATS = Formats(ENGLISH.locale, UTC)


def _title(*scores: float | None) -> str:
    points = [TrendPoint(f"2026-11-{day:02d}", score, score, None) for day, score in enumerate(scores, 1)]
    chart = trend_chart(ENGLISH, FORMATS, points)
    assert chart
    return chart.title


def test_the_title_of_the_trend_states_what_it_shows() -> None:
    assert _title(70.0) == "Experience score 70.0; the trend starts here"
    assert _title(70.0, None, 75.5) == "Experience score 75.5, 5.5 points up since 1 Nov"
    assert _title(70.0, 64.0) == "Experience score 64.0, 6.0 points down since 1 Nov"
    assert _title(70.0, 70.9) == "Experience score 70.9, about the same as on 1 Nov"
    assert _title(None, 70.0, 80.0).endswith("10.0 points up since 2 Nov")


def test_the_title_compares_with_no_day_on_which_the_score_had_other_parts() -> None:
    points = (
        TrendPoint("2026-11-01", 80.0, 80.0, None),
        TrendPoint("2026-11-02", 70.0, 80.0, 55.0),
        TrendPoint("2026-11-04", 72.0, 80.0, 60.0),
    )
    chart = trend_chart(ENGLISH, FORMATS, points)
    assert chart
    assert chart.title == "Experience score 72.0, 2.0 points up since 2 Nov"
    joined = trend_chart(ENGLISH, FORMATS, points[:2])
    assert joined
    assert joined.title == "Experience score 70.0; the trend starts here"


def test_a_trend_without_a_score_is_no_chart() -> None:
    assert trend_chart(ENGLISH, FORMATS, ()) is None
    assert trend_chart(ENGLISH, FORMATS, (TrendPoint("2026-11-01", None, 50.0, None),)) is None


def test_a_day_that_is_missing_is_a_gap_and_no_zero() -> None:
    points = (TrendPoint("2026-11-01", 70, 60, None), TrendPoint("2026-11-03", 72, 62, None))
    chart = trend_chart(ENGLISH, FORMATS, points)
    assert chart
    assert [line.values for line in chart.lines] == [(70, None, 72), (60, None, 62)]
    assert chart.seconds(chart.days[1]) - chart.seconds(chart.days[0]) == 86_400
    assert [line.label for line in chart.lines] == [
        "Experience score",
        "Technology",
    ]  # nothing is drawn of an X unknown


def test_values_are_drawn_in_the_unit_they_are_named_in() -> None:
    chart = daily_chart("dns_us", "DNS", "us", [("a", 10, 2_500.0), ("a", 11, None), ("b", 12, 4_000.0)], "all")
    assert chart
    assert (chart.unit, chart.days) == ("ms", (10, 11, 12))
    assert [(line.label, line.values) for line in chart.lines] == [("a", (2.5, None, None)), ("b", (None, None, 4.0))]


def test_a_line_needs_two_days() -> None:
    one = daily_chart("k", "t", "permille", [("", 10, 50.0)], "all")
    two = daily_chart("k", "t", "permille", [("", 10, 50.0), ("", 12, 70.0)], "all")
    assert one
    assert two
    assert (one.drawable, two.drawable) == (False, True)
    assert one.lines[0].label == "all"


def test_a_metric_without_a_mean_is_no_chart() -> None:
    assert daily_chart("k", "t", "us", [("a", 10, None)], "all") is None


def test_figures_far_below_one_are_told_with_the_digits_that_count() -> None:
    chart = daily_chart("agent_cpu_ppm", "CPU", "ppm", [("", 10, 190.0), ("", 11, 210.0)], "all")
    assert chart
    assert chart.decimals == 3
    assert [round(value or 0, chart.decimals) for value in chart.lines[0].values] == [0.019, 0.021]
