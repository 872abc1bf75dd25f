"""The scores of many devices as numbers alone: what is stored. ``explain`` tells the same with their reasons."""

from dataclasses import dataclass

import numpy as np

from barometer_collector.scoring.rules.breakdown import HUNDREDTHS, NONE, Breakdown, break_down
from barometer_collector.scoring.rules.curve import FloatArray
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.rules.facts import IntArray
from barometer_collector.scoring.rules.tally import Layout, rows_of
from barometer_collector.scoring.rules.technical import Technical
from barometer_collector.scoring.rules.whole import shown


@dataclass(frozen=True)
class Numbers:
    """One entry per device, 0 to 100 with two decimals; NaN where there is no score. ``rows``: what each adds to its
    group."""

    experience: FloatArray
    t: FloatArray
    x: FloatArray
    o: FloatArray
    rows: IntArray


def numbers_of(layout: Layout, technical: Technical, x: FloatArray) -> Numbers:
    """The scores of every device; ``x`` are the points of their latest shared answers, NaN without one."""
    t = values_of(technical.score)
    return Numbers(
        experience=values_of(together(layout.model, t, x)),
        t=t,
        x=shown(x, HUNDREDTHS),
        o=np.full(len(t), np.nan),
        rows=rows_of(layout, technical),
    )


def together(model: Model, t: FloatArray, x: FloatArray) -> Breakdown:
    """The experience of every device from its T and X; there is no O yet."""
    return combine(model, np.column_stack([t, x, np.full(len(t), np.nan)]))


def combine(model: Model, parts: FloatArray) -> Breakdown:
    """T, X and O (columns, NaN without data) together, renormalised over what has data."""
    return break_down(parts, np.ones(parts.shape, dtype=np.bool_), np.array(model.combined), least_coverage=0, cap=None)


def values_of(score: Breakdown) -> FloatArray:
    """The scores, 0 to 100; NaN where there is none."""
    return np.where(score.value == NONE, np.nan, score.value / HUNDREDTHS)
