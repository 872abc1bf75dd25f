"""How many samples become points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.curve import over_buckets
from barometer_collector.scoring.rules.definition import MetricRule, Points
from barometer_collector.scoring.rules.samples import lowest_subject, mean_of_samples, points_of, pooled_share
from barometer_shared.metrics import METRICS
from tests.collector.scoring.fleets import Rows, counted, facts, gaps

MODEL = load()
RULES = {rule.metric: rule for rule in MODEL.rules()}
TCP = RULES["tcp_connect_us"]
rows_of_samples = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from("ab"),
        st.lists(st.integers(0, 3_000_000), max_size=5),
        st.integers(0, 3),
    ),
    max_size=6,
)


@given(rows_of_samples)
def test_it_is_the_mean_of_the_curve_over_the_samples_and_failed_ones_count_at_the_floor(rows: Rows) -> None:
    """Against a plain computation, sample by sample."""
    found = mean_of_samples(TCP, facts(3, counted={"tcp_connect_us": counted("tcp_connect_us", rows)})).points
    means = over_buckets(points_of(TCP), METRICS["tcp_connect_us"].edges)
    for device in range(3):
        points = []
        for owner, _, values, failed in rows:
            if owner == device:
                points += [means[METRICS["tcp_connect_us"].bucket(value)] for value in values] + [0.0] * failed
        assert np.allclose(found[device], np.mean(points) if points else np.nan, equal_nan=True)


@given(rows_of_samples, st.randoms())
def test_the_order_of_the_rows_changes_nothing(rows: Rows, random: object) -> None:
    turned = sorted(rows, key=lambda _row: random.random())  # type: ignore[attr-defined]
    one, other = (
        mean_of_samples(TCP, facts(3, counted={"tcp_connect_us": counted("tcp_connect_us", each)}))
        for each in (rows, turned)
    )
    assert np.array_equal(one.points, other.points, equal_nan=True)


def test_subjects_share_by_their_number_of_samples() -> None:
    table = counted("tcp_connect_us", [(0, "mail", [5_000] * 3, 0), (0, "vpn", [9_000_000], 0)])
    found = mean_of_samples(TCP, facts(1, counted={"tcp_connect_us": table}))
    assert found.detail is not None
    assert found.points[0] == 75
    assert found.detail().share.tolist() == [0.75, 0.25]


def test_the_fullest_volume_counts_alone() -> None:
    table = counted("disk_free_permille", [(0, "/", [5], 0), (0, "/data", [900] * 50, 0)])
    found = lowest_subject(RULES["disk_free_permille"], facts(1, counted={"disk_free_permille": table}))
    assert found.detail is not None
    assert found.points[0] == 0
    assert found.detail().share.tolist() == [1, 0]


def test_of_equally_full_volumes_only_one_has_the_share() -> None:
    table = counted("disk_free_permille", [(0, "/", [5], 0), (0, "/data", [5], 0), (1, "/", [5], 0)])
    found = lowest_subject(RULES["disk_free_permille"], facts(2, counted={"disk_free_permille": table}))
    assert found.detail is not None
    assert found.detail().share.tolist() == [1, 0, 1]


def _loss(attempted: int, lost: int) -> tuple[float, str]:
    tables = {
        "connects_attempted": counted("connects_attempted", [(0, "a", [attempted], 0)]),
        "connects_lost": counted("connects_lost", [(0, "a", [lost], 0)]),
    }
    found = pooled_share(RULES["connects_lost"], facts(1, counted=tables), MODEL.limits)
    return float(found.points[0]), str(found.note[0])


def test_loss_is_pooled_and_needs_a_hundred_attempts() -> None:
    assert _loss(1000, 10) == (75, "")
    assert _loss(1000, 100) == (45, "")
    points, note = _loss(99, 0)
    assert np.isnan(points)
    assert note == "too_few_attempts"


def test_more_lost_than_attempted_is_everything_lost() -> None:
    assert _loss(100, 500) == (0, "")


def test_nothing_measured_is_no_data_and_not_zero() -> None:
    found = mean_of_samples(TCP, facts(1))
    assert np.isnan(found.points[0])
    assert found.note[0] == "no_samples"
    assert found.applicable[0]


def test_what_does_not_apply_has_no_points_even_with_samples() -> None:
    table = counted("tcp_connect_us", [(0, "a", [1], 0), (1, "a", [1], 0)])
    known = facts(
        2, counted={"tcp_connect_us": table}, gaps={"tcp_connect_us": gaps(2, not_applicable=[0], no_data=[1])}
    )
    found = mean_of_samples(TCP, known)
    assert np.isnan(found.points[0])
    assert found.applicable.tolist() == [False, True]
    assert found.points[1] == 100  # it says "no data now", and has samples in the window


def test_a_metric_without_points_is_told_what_it_needs() -> None:
    with pytest.raises(ValueError, match="give ideal, good, poor and floor"):
        points_of(MetricRule("os_crash", 1, 14, None))
    assert points_of(TCP) == Points(10_000, 100_000, 500_000, 1_500_000)
