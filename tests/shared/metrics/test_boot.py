"""The edges of starting up are where waiting is judged, and a boot that took no time is not believed."""

import pytest

from barometer_shared.metrics import METRICS, Kind
from barometer_shared.metrics.boot import ROWS


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("boot_ms", (15, 60, 120, 300)), ("boot_idle_ms", (5, 30, 60, 180)), ("sign_in_ms", (5, 30, 60, 180))],
)
def test_the_points_of_the_experience_model_lie_on_edges(name: str, seconds: tuple[int, ...]) -> None:
    assert {1000 * second for second in seconds} <= set(METRICS[name].edges)


def test_every_boot_is_kept_as_an_event() -> None:
    assert {row.kind for row in ROWS} == {Kind.EVENT}


@pytest.mark.parametrize("name", ["boot_ms", "sign_in_ms"])
def test_no_boot_takes_no_time_and_none_takes_more_than_a_day(name: str) -> None:
    assert (METRICS[name].minimum, METRICS[name].maximum) == (1, 24 * 3600 * 1000)
