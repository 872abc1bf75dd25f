"""From parts to a score whose costs add up exactly. Works in whole hundredths of a point, for many devices at once."""

from dataclasses import dataclass

import numpy as np

from barometer_collector.scoring.rules.curve import FloatArray
from barometer_collector.scoring.rules.facts import BoolArray, IntArray

HUNDREDTHS = 100
FULL = 100 * HUNDREDTHS
NONE = -1  # instead of a value, where there is no score
_NOISE = 1e-6  # of a hundredth: what binary fractions may be off


@dataclass(frozen=True)
class Breakdown:
    """One row per device. ``value`` in hundredths or NONE; else ``value == FULL - sum(cost) - cap_cost``, exactly.

    ``coverage`` 0 to 1; ``weight`` (0 to 1, renormalised over what has data) and ``cost`` (hundredths) per part.
    ``lowest`` is the part that the cap hangs on.
    """

    value: IntArray
    coverage: FloatArray
    weight: FloatArray
    cost: IntArray
    cap_cost: IntArray
    lowest: IntArray


def break_down(
    parts: FloatArray, applicable: BoolArray, weights: FloatArray, least_coverage: float, cap: float | None
) -> Breakdown:
    """Scores from ``parts`` (devices x parts, 0 to 100, NaN without data).

    The value is the weighted mean of the parts with data, limited to ``cap`` above the lowest of them. Coverage is
    the weight with data / the weight applicable; there is no score without data or below ``least_coverage``.
    """
    has = applicable & ~np.isnan(parts)
    points = np.where(has, parts, 0.0)
    with_data = np.where(has, weights, 0.0)
    total = with_data.sum(axis=1)
    could = np.where(applicable, weights, 0.0).sum(axis=1)
    coverage = np.divide(total, could, out=np.zeros_like(total), where=could > 0)
    weight = np.divide(with_data, total[:, None], out=np.zeros_like(with_data), where=total[:, None] > 0)
    scored = (total > 0) & (coverage >= least_coverage - _NOISE)
    mean = _hundredths((weight * points).sum(axis=1))
    lowest = np.where(has, points, np.inf).argmin(axis=1)
    limit = FULL if cap is None else _hundredths(points[np.arange(len(points)), lowest] + cap)
    value = np.minimum(mean, limit)
    cost = largest_remainder(weight * (100 - points) * HUNDREDTHS, FULL - mean)
    return Breakdown(
        value=np.where(scored, value, NONE),
        coverage=coverage,
        weight=weight,
        cost=np.where(scored[:, None], cost, 0),
        cap_cost=np.where(scored, mean - value, 0),
        lowest=lowest,
    )


def largest_remainder(exact: FloatArray, total: IntArray) -> IntArray:
    """``exact`` (rows x parts) in whole numbers that add up to ``total`` per row: cut off, and the rest given to the
    largest fractions, of equal ones to the first."""
    whole = np.floor(exact + _NOISE).astype(np.int64)
    fraction = exact - whole
    rank = np.argsort(np.argsort(-np.round(fraction, 6), axis=1, kind="stable"), axis=1, kind="stable")
    found: IntArray = whole + (rank < (total - whole.sum(axis=1))[:, None])
    return found


def _hundredths(points: FloatArray) -> IntArray:
    return np.floor(points * HUNDREDTHS + 0.5 + _NOISE).astype(np.int64)
