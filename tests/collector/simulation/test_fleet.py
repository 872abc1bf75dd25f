"""Who is in a simulated fleet."""

from collections import Counter

from barometer_collector.simulation.fleet import make_fleet
from barometer_collector.simulation.gaps import GAPS


def test_the_same_seed_gives_the_same_laptops() -> None:
    assert make_fleet(30, 7) == make_fleet(30, 7)
    assert make_fleet(30, 7) != make_fleet(30, 8)


def test_a_larger_fleet_holds_the_smaller_one() -> None:
    assert make_fleet(60, 3)[:30] == make_fleet(30, 3)


def test_one_team_is_too_small_for_its_x_to_be_shown() -> None:
    teams = Counter(laptop.team.name for laptop in make_fleet(60, 1))
    assert teams["Board"] == 4
    assert len(teams) == 6


def test_names_and_hardware_are_unique() -> None:
    fleet = make_fleet(500, 1)
    assert len({laptop.name for laptop in fleet}) == 500


def test_a_laptop_says_what_its_system_cannot_measure() -> None:
    fleet = make_fleet(200, 1)
    assert {laptop.agent.platform for laptop in fleet} == {"windows", "macos", "linux"}
    assert all(laptop.gaps == GAPS[laptop.agent.platform] for laptop in fleet)
