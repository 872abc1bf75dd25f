"""One curve for every metric."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.curve import at, band, over_buckets
from barometer_collector.scoring.rules.definition import Points
from barometer_shared.metrics import METRICS, Better, Kind

TCP = Points(10_000, 100_000, 500_000, 1_500_000)


def test_the_four_points_give_100_75_45_and_0() -> None:
    assert at(TCP, np.array(TCP.in_order())).tolist() == [100, 75, 45, 0]


def test_it_is_flat_outside_and_straight_between() -> None:
    assert at(TCP, np.array([0.0, 55_000, 9e9])).tolist() == [100, 87.5, 0]


def test_it_falls_with_the_battery() -> None:
    assert at(Points(1000, 800, 600, 300), np.array([300.0, 700, 1000])).tolist() == [0, 60, 100]


@given(st.lists(st.floats(0, 1e7), min_size=2))
def test_worse_is_never_more_points_and_all_lie_within_0_to_100(values: list[float]) -> None:
    points = at(TCP, np.array(sorted(values)))
    assert (np.diff(points) <= 0).all()
    assert ((points >= 0) & (points <= 100)).all()


def test_a_bucket_counts_with_the_mean_of_the_curve_over_it() -> None:
    """Against a numeric integral, for every bucketed metric of the model."""
    bucketed = [
        (METRICS[rule.metric], rule.points)
        for rule in load().rules()
        if METRICS[rule.metric].kind is Kind.GAUGE and rule.points is not None
    ]
    assert len(bucketed) > 5
    for metric, points in bucketed:
        means = over_buckets(points, metric.edges)
        for bucket, (start, end) in enumerate(zip(metric.edges, metric.edges[1:], strict=False)):
            middles = np.linspace(start, end, 2001)[:-1] + (end - start) / 4000
            assert np.isclose(means[bucket], at(points, middles).mean(), atol=1e-6), (metric.name, bucket)
        assert means[-1] == (100 if metric.better is Better.HIGHER else 0)


def test_bands_begin_at_75_and_45() -> None:
    assert [band(value) for value in (75.0, 74.99, 45.0, 44.99, None)] == ["good", "average", "average", "poor", None]
