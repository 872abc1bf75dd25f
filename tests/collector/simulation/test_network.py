"""The way of simulated laptops to the targets."""

from dataclasses import replace
from random import Random

from barometer_collector.simulation import network
from barometer_collector.simulation.fleet import make_fleet

_FLEET = make_fleet(200, 1)
_WIRED = next(laptop for laptop in _FLEET if laptop.traits.link == "wired")
_WIFI = next(laptop for laptop in _FLEET if laptop.traits.link == "wifi" and not laptop.traits.uses_vpn)
_VPN = next(laptop for laptop in _FLEET if laptop.traits.uses_vpn and laptop.agent.platform == "windows")


def test_a_cable_has_no_signal() -> None:
    assert network.signal_now(_WIRED, Random(1), trouble=False) is None
    assert "signal_dbm" not in network.way(_WIRED, None)


def test_the_signal_is_told_to_the_nearest_five() -> None:
    told = [network.signal_now(_WIFI, Random(seed), trouble=seed % 2 == 0) or 0 for seed in range(100)]
    assert len(set(told)) > 1
    assert all(signal < 0 and signal % 5 == 0 for signal in told)
    assert network.way(_WIFI, -65) == {"family": "ipv4", "link": "wifi", "signal_dbm": "-65"}


def test_a_laptop_with_a_vpn_says_so_of_its_way() -> None:
    assert network.way(_VPN, None)["link"] == "vpn"
    assert list(network.vpn(_WIFI, Random(1), 0, trouble=True)) == []


def test_a_vpn_connects_after_it_failed_and_fails_more_often_on_a_bad_day() -> None:
    def failures(*, trouble: bool) -> int:
        days = [[one.metric for one in network.vpn(_VPN, Random(seed), 0, trouble=trouble)] for seed in range(200)]
        assert all(day[-1] == "vpn_connect_ms" for day in days)
        return sum(day.count("vpn_failure") for day in days)

    assert failures(trouble=True) > 5 * failures(trouble=False) > 0


def test_a_mac_tells_nothing_of_its_vpn() -> None:
    mac = replace(_VPN, agent=next(one.agent for one in _FLEET if one.agent.platform == "macos"))
    assert list(network.vpn(mac, Random(1), 0, trouble=True)) == []
