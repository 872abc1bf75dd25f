"""From a value to 0..100: piecewise linear through the four points, flat outside, monotone and continuous."""

import numpy as np
from numpy.typing import NDArray

from barometer_collector.scoring.rules.definition import Points
from barometer_shared.metrics import BUCKETS

FloatArray = NDArray[np.float64]

HEIGHTS = (100.0, 75.0, 45.0, 0.0)  # at ideal, good, poor and floor
GOOD, POOR = HEIGHTS[1], HEIGHTS[2]


def at(points: Points, values: FloatArray) -> FloatArray:
    """The curve at ``values``, which are in the unit of ``points``; NaN stays NaN."""
    where, heights = _ascending(points)
    return np.interp(values, where, heights)


def over_buckets(points: Points, edges: tuple[int, ...]) -> FloatArray:
    """The curve's mean over each of the 12 buckets between the ascending ``edges``.

    Exact when the points lie on edges: between two edges the curve is then one straight line, whose mean is the
    mean of its ends. The last bucket has no end and counts with the curve at its edge. Values below the first
    edge count in the first bucket.
    """
    ends = at(points, np.asarray(edges, dtype=np.float64))
    means = np.empty(BUCKETS)
    means[:-1] = (ends[:-1] + ends[1:]) / 2
    means[-1] = ends[-1]
    return means


def band(value: float | None) -> str | None:
    """ "good" from 75, "average" from 45, "poor" below; None where there is no value."""
    if value is None:
        return None
    return "good" if value >= GOOD else "average" if value >= POOR else "poor"


def _ascending(points: Points) -> tuple[tuple[float, ...], tuple[float, ...]]:
    where = points.in_order()
    return (where, HEIGHTS) if where[0] < where[-1] else (where[::-1], HEIGHTS[::-1])
