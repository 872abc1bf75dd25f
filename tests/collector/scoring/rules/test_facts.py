"""Facts of devices of which little is known."""

import numpy as np

from barometer_collector.scoring.rules.facts import nothing
from tests.collector.scoring.fleets import facts, use


def test_what_nobody_said_is_no_gap() -> None:
    gaps = nothing(2).gaps_of("boot_ms")
    assert not gaps.no_data.any()
    assert not gaps.not_applicable.any()


def test_hours_that_were_not_told_are_not_zero() -> None:
    assert np.isnan(nothing(2).use_of(14).hours).all()


def test_hours_of_days_with_lost_records_do_not_count() -> None:
    known = facts(2, use={14: use([40.0, 10.0])}, unrecorded={"app_crash": np.array([4.0, 0.0])})
    assert known.recorded_hours("app_crash", 14).tolist() == [36.0, 10.0]
    assert known.recorded_hours("os_crash", 14).tolist() == [40.0, 10.0]
