"""Facts of devices of which little is known."""

import numpy as np

from barometer_collector.scoring.rules.facts import nothing


def test_what_nobody_said_is_no_gap() -> None:
    gaps = nothing(2).gaps_of("boot_ms")
    assert not gaps.no_data.any()
    assert not gaps.not_applicable.any()


def test_hours_that_were_not_told_are_not_zero() -> None:
    assert np.isnan(nothing(2).use_of(14).hours).all()
