"""Who is in a fleet at work."""

import numpy as np

from barometer_collector.simulation.live.population import MODELS, PLATFORMS, SITES, populate, simulated_boot


def test_the_same_seed_gives_the_same_laptops() -> None:
    one, again, other = populate(500, 7), populate(500, 7), populate(500, 8)
    assert (one.phase == again.phase).all()
    assert (one.round_trip_us == again.round_trip_us).all()
    assert not (one.phase == other.phase).any()


def test_a_larger_fleet_begins_with_the_smaller_one() -> None:
    small, large = populate(100, 3), populate(1000, 3)
    assert (large.site[:100] == small.site).all()
    assert (large.pressure[:100] == small.pressure).all()


def test_sites_models_and_systems_have_their_share() -> None:
    fleet = populate(20_000, 1)
    for table, places in ((SITES, fleet.site), (MODELS, fleet.model), (PLATFORMS, fleet.platform)):
        counted = np.bincount(places, minlength=len(table)) / fleet.count
        assert np.abs(counted - [row[1] for row in table]).max() < 0.02


def test_clocks_on_the_wall_differ_by_site() -> None:
    fleet = populate(2000, 1)
    ahead = {name: minutes for name, _, minutes in SITES}
    assert all(fleet.offset_minutes[place] == ahead[SITES[fleet.site[place]][0]] for place in range(0, 2000, 37))


def test_a_working_day_has_a_believable_length() -> None:
    fleet = populate(5000, 1)
    hours = (fleet.ends - fleet.starts) / 60
    assert 6 < hours.min() < hours.max() < 10
    assert 7 * 60 < fleet.starts.min() < fleet.starts.max() < 10 * 60


def test_a_boot_is_of_a_laptop_and_a_day() -> None:
    fleet = populate(3, 1)
    one, same, other_day, other_laptop = simulated_boot(fleet, np.array([0, 0, 0, 1]), np.array([5, 5, 6, 5]))
    assert one == same
    assert len({one, other_day, other_laptop}) == 3
    assert len(one) == 32
