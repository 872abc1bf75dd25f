"""How events become points."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.curve import at
from barometer_collector.scoring.rules.occurrences import median_of_last, rate_of_failures, table_of_times
from barometer_collector.scoring.rules.samples import points_of
from tests.collector.scoring.fleets import facts, failures, gaps, latest, use

MODEL = load()
RULES = {rule.metric: rule for rule in MODEL.rules()}
BOOT, CRASH, OS_CRASH = RULES["boot_ms"], RULES["app_crash"], RULES["os_crash"]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 900_000)), max_size=12))
def test_events_count_with_the_curve_at_their_median(pairs: list[tuple[int, int]]) -> None:
    found = median_of_last(BOOT, facts(3, latest={"boot_ms": latest(pairs)}))
    for device in range(3):
        values = [value for owner, value in pairs if owner == device]
        expected = at(points_of(BOOT), np.array([np.median(values)]))[0] if values else np.nan
        assert np.allclose(found.points[device], expected, equal_nan=True)
        assert found.n[device] == len(values)


@given(st.floats(8, 300), st.integers(0, 60))
def test_failures_count_per_work_week_over_at_least_20_hours(hours: float, times: int) -> None:
    known = facts(1, use={14: use([hours])}, failures={"app_crash": failures([(0, "x", times)] if times else [])})
    found = rate_of_failures(CRASH, known, MODEL.limits)
    rate = 40 * times / max(hours, 20)
    assert np.isclose(found.typical[0], rate)
    assert np.isclose(found.points[0], at(points_of(CRASH), np.array([rate]))[0])


def test_under_eight_hours_in_use_failures_say_nothing() -> None:
    known = facts(2, use={14: use([7.99, np.nan])}, failures={"app_crash": failures([(0, "x", 3)])})
    found = rate_of_failures(CRASH, known, MODEL.limits)
    assert np.isnan(found.points).all()
    assert found.note.tolist() == ["too_few_hours", "too_few_hours"]
    assert np.isnan(table_of_times(OS_CRASH, known, MODEL.limits).points).all()


def test_where_crashes_cannot_be_read_none_is_no_praise() -> None:
    known = facts(3, use={14: use([40.0] * 3)}, gaps={"app_crash": gaps(3, no_data=[0], not_applicable=[1])})
    found = rate_of_failures(CRASH, known, MODEL.limits)
    assert np.isnan(found.points[0])
    assert found.note[0] == "not_measured"
    assert found.points[1] == 100  # hangs are still recorded there
    assert found.points[2] == 100


def test_neither_crashes_nor_hangs_is_not_applicable() -> None:
    both = {name: gaps(1, not_applicable=[0]) for name in ("app_crash", "app_hang")}
    found = rate_of_failures(CRASH, facts(1, use={14: use([40.0])}, gaps=both), MODEL.limits)
    assert not found.applicable[0]


def test_no_system_crash_is_100_one_is_45_and_more_is_0() -> None:
    times = failures([(1, "", 1), (2, "", 2), (3, "", 9)])
    found = table_of_times(OS_CRASH, facts(4, use={14: use([40.0] * 4)}, failures={"os_crash": times}), MODEL.limits)
    assert found.points.tolist() == [100, 45, 0, 0]


def test_hours_awake_are_said_to_be_that() -> None:
    found = rate_of_failures(CRASH, facts(2, use={14: use([40.0, 40.0], [True, False])}), MODEL.limits)
    assert found.note.tolist() == ["awake", ""]


def test_the_applications_stand_below_the_rate_and_have_no_points() -> None:
    known = facts(2, use={14: use([40.0, 1.0])}, failures={"app_crash": failures([(0, "x", 3), (1, "y", 2)])})
    found = rate_of_failures(CRASH, known, MODEL.limits).detail
    assert found is not None
    detail = found()
    assert ([detail.subject_of(0)], detail.n.tolist(), detail.share.tolist()) == (["x"], [3], [0])


def test_lost_records_lower_what_the_rate_rests_on_and_leave_the_rest_scored() -> None:
    known = facts(
        2,
        use={14: use([44.0, 44.0])},
        failures={"app_crash": failures([(0, "x", 1), (1, "x", 1)])},
        unrecorded={"app_crash": np.array([4.0, 37.0])},
    )
    found = rate_of_failures(CRASH, known, MODEL.limits)
    assert found.typical[0] == 1.0
    assert (np.isnan(found.points[1]), found.note[1]) == (True, "too_few_hours")
