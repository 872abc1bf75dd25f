from barometer_collector.rollup.views import DayFigure
from barometer_collector.web.history import history_of
from barometer_collector.web.language import load_languages
from tests.collector.web.example import HISTORY, HOSTILE, TODAY

ENGLISH = load_languages()["en"]


def test_metrics_with_two_days_are_charts_and_the_most_telling_stand_first() -> None:
    history = history_of(ENGLISH, HISTORY)
    assert [chart.key for chart in history.charts] == ["time_to_first_byte_us", "pressure_permille", "use_seconds"]
    assert [line.label for line in history.charts[0].lines] == [HOSTILE, "collector"]


def test_metrics_with_one_day_are_figures() -> None:
    assert [row.metric for row in history_of(ENGLISH, HISTORY).single] == ["disk_free_permille"]


def test_sums_events_without_a_size_and_unknown_metrics_have_no_mean_to_show() -> None:
    names = ("connects_lost", "app_crash", "boot_phase_ms", "invented")
    rows = [DayFigure(TODAY - back, name, "", 3, 0, 2.0, "count") for name in names for back in (0, 1)]
    assert history_of(ENGLISH, rows) == history_of(ENGLISH, ())


def test_a_day_of_failures_alone_shows_no_value() -> None:
    history = history_of(ENGLISH, [DayFigure(TODAY, "dns_us", "collector", 0, 5, None, "us")])
    assert (history.charts, history.single) == ((), ())


def test_what_says_yes_or_no_has_no_mean_and_its_last_answer_is_told() -> None:
    said = [DayFigure(TODAY - back, "drive_failing", "disk0", 1, 0, float(back == 0), "count") for back in (0, 1, 2)]
    history = history_of(ENGLISH, said)
    assert (history.charts, history.single) == ((), ())
    assert [(row.day, row.mean) for row in history.verdicts] == [(TODAY, 1.0)]
