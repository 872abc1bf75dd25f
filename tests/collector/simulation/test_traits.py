"""What one simulated laptop is like."""

from barometer_collector.simulation.traits import traits_of

_FLEET = [traits_of(number, 1) for number in range(1, 1001)]


def test_the_same_seed_gives_the_same_traits() -> None:
    assert traits_of(7, 1) == traits_of(7, 1) != traits_of(7, 2)


def test_most_laptops_are_on_wifi_and_some_on_a_cable() -> None:
    wired = sum(one.link == "wired" for one in _FLEET)
    assert 100 < wired < 300
    assert all((one.signal_dbm is None) == (one.link == "wired") for one in _FLEET)


def test_drives_that_fail_are_few() -> None:
    assert 0 < sum(one.drive_fails for one in _FLEET) < 40
