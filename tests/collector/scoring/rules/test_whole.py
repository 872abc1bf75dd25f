"""Numbers in whole parts of one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.scoring.rules.whole import MOST, shown, told, whole


@given(st.floats(0, 1e9) | st.just(float("nan")), st.sampled_from([100, 10_000]))
def test_what_is_told_of_one_is_what_is_stored_of_many(value: float, parts: int) -> None:
    one = told(value, parts)
    (many,) = shown(np.array([value]), parts).tolist()
    assert (one is None and np.isnan(many)) or min(value, MOST / parts) != value or one == many
    assert whole(np.array([value]), parts)[0] == (0 if one is None else min(round(one * parts), MOST))


def test_a_million_of_the_largest_fit_together() -> None:
    assert whole(np.array([1e300]), 100)[0] * 1_000_000 < 2**63
