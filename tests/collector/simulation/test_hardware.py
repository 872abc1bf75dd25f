"""The hardware of simulated laptops."""

from dataclasses import replace
from random import Random

from barometer_collector.simulation import hardware
from barometer_collector.simulation.fleet import Laptop, make_fleet

_FLEET = make_fleet(60, 1)


def _slowed(laptop: Laptop) -> int:
    rng = Random(1)
    told = [one for at in range(300) for one in hardware.load(laptop, rng, at, 20)]
    return sum(one.metric == "thermal_throttling_permille" and one.value > 0 for one in told)


def test_only_a_hot_laptop_is_slowed() -> None:
    cool, hot = (replace(_FLEET[0], traits=replace(_FLEET[0].traits, heat=heat)) for heat in (0.05, 0.5))
    assert _slowed(cool) == 0
    assert _slowed(hot) > 50


def test_a_worn_battery_lasts_shorter() -> None:
    def minutes(health: float) -> int:
        laptop = replace(_FLEET[0], battery=health)
        return sum(one.value for one in hardware.battery(laptop, Random(3), 0))

    assert 0 < minutes(0.5) < minutes(1.0)


def test_each_system_calls_its_drive_as_it_does() -> None:
    names = {laptop.agent.platform: next(hardware.storage(laptop, 0)).subject for laptop in _FLEET}
    assert names == {"windows": "PhysicalDrive0", "macos": "disk0", "linux": "nvme0n1"}


def test_the_agent_stays_below_what_it_may_cost() -> None:
    told = {one.metric: one.value for one in hardware.agent(Random(1), 0)}
    assert told["agent_memory_kib"] < 64 * 1024
    assert told["agent_cpu_ppm"] < 1_500
