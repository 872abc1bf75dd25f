"""What the laptops of a fleet at work measure."""

import numpy as np

from barometer_collector.simulation.live.arrivals import ROUND_SAMPLES
from barometer_collector.simulation.live.population import populate
from barometer_collector.simulation.live.values import round_values

FLEET = populate(3000, 1)
EVERYONE = np.arange(3000)
ONES = np.ones(3000)


def test_a_round_is_the_same_whoever_else_is_asked() -> None:
    together = round_values(FLEET, EVERYONE, EVERYONE * 0 + 4, ONES)
    alone = round_values(FLEET, EVERYONE[17:18], np.array([4]), ONES[:1])
    assert together.shape == (3000, ROUND_SAMPLES)
    assert together[17].tolist() == alone[0].tolist()


def test_another_round_has_other_values_around_the_same() -> None:
    one, next_one = (round_values(FLEET, EVERYONE, EVERYONE * 0 + number, ONES) for number in (4, 5))
    assert (one[:, 1] != next_one[:, 1]).mean() > 0.99
    assert abs(np.median(next_one[:, 1] / one[:, 1]) - 1) < 0.05


def test_strain_slows_the_network_and_not_the_processor() -> None:
    calm, slow = (round_values(FLEET, EVERYONE, EVERYONE * 0, ONES * times) for times in (1, 6))
    assert abs(np.median(slow[:, 1] / calm[:, 1]) - 6) < 0.1
    assert (slow[:, 14:] == calm[:, 14:]).all()


def test_some_connects_are_lost_but_few() -> None:
    lost = np.concatenate([round_values(FLEET, EVERYONE, EVERYONE * 0 + number, ONES)[:, 6] for number in range(10)])
    assert set(lost.tolist()) == {0, 1}
    assert 0.002 < lost.mean() < 0.006
