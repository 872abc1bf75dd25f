"""How often a laptop may ask."""

from datetime import timedelta

import pytest

from barometer_collector.delivery.pace import Pace
from barometer_collector.errors import ProblemError
from tests.collector.laptops import NOON

MINUTE = timedelta(minutes=1)


def test_whoever_asks_too_often_is_told_how_long_to_wait_and_nobody_else_is() -> None:
    pace = Pace(most=2, window=5 * MINUTE)
    pace.keep(1, NOON)
    pace.keep(1, NOON + MINUTE)
    with pytest.raises(ProblemError) as caught:
        pace.keep(1, NOON + 2 * MINUTE)
    assert (caught.value.problem.status, caught.value.headers) == (429, {"Retry-After": "180"})
    pace.keep(2, NOON + 2 * MINUTE)
    pace.keep(1, NOON + 5 * MINUTE)


def test_being_refused_does_not_make_the_wait_longer() -> None:
    pace = Pace(most=1, window=MINUTE)
    pace.keep(1, NOON)
    for seconds in range(1, 60):
        with pytest.raises(ProblemError):
            pace.keep(1, NOON + timedelta(seconds=seconds))
    pace.keep(1, NOON + MINUTE)
