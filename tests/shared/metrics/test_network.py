"""The edges of the network are where waiting is judged; everything is said of a target."""

import pytest

from barometer_shared.metrics import METRICS, Better, Kind, Subject
from barometer_shared.metrics.network import ROWS


@pytest.mark.parametrize(
    ("name", "milliseconds"),
    [
        ("time_to_first_byte_us", (100, 800, 1800, 5000)),
        ("tcp_connect_us", (10, 100, 500, 1500)),
        ("jitter_us", (1, 10, 30, 100)),
    ],
)
def test_the_points_of_the_experience_model_lie_on_edges(name: str, milliseconds: tuple[int, ...]) -> None:
    assert {1000 * each for each in milliseconds} <= set(METRICS[name].edges)


def test_everything_is_said_of_a_target_but_the_way_out_of_the_laptop() -> None:
    own = {"wifi_signal_dbm", "vpn_connect_ms", "vpn_failure"}
    assert {row.name for row in ROWS if row.subject is not Subject.TARGET} == own


def test_attempts_and_losses_are_pooled_as_sums() -> None:
    assert METRICS["connects_attempted"].kind is METRICS["connects_lost"].kind is Kind.SUM


def test_the_strength_of_a_signal_is_below_zero_and_more_is_better() -> None:
    signal = METRICS["wifi_signal_dbm"]
    assert (signal.minimum, signal.maximum) == (-120, 0)
    assert signal.better is Better.HIGHER
    assert signal.bucket(-50) > signal.bucket(-80)
