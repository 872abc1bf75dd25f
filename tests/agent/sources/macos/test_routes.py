from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import routes
from barometer_agent.sources.macos.routes import Way

IPV6_ONLY = """\
Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
127                127.0.0.1          UCS                   lo0

Internet6:
Destination        Gateway                    Flags               Netif Expire
default            fe80::%utun0               UGcIg               utun0
default            fe80::1%en5                UGcg                  en5
"""


def test_the_default_route_leads_through_its_interface_and_tunnels_of_macos_are_no_vpn(
    captured: Callable[[str], str],
) -> None:
    assert routes.parse(captured("netstat_wifi.txt")) == Way("en0", tunnel=False)


def test_behind_a_vpn_the_hardware_is_still_known(captured: Callable[[str], str]) -> None:
    assert routes.parse(captured("netstat_vpn.txt")) == Way("en0", tunnel=True)


def test_a_vpn_for_some_networks_alone_is_one_too(captured: Callable[[str], str]) -> None:
    split = "10                 10.8.0.1           UGSc                utun4"
    told = captured("netstat_wifi.txt").replace(
        "169.254            link#14            UCS                   en0", split
    )
    assert routes.parse(told) == Way("en0", tunnel=True)


def test_a_network_of_ipv6_alone_is_one() -> None:
    assert routes.parse(IPV6_ONLY) == Way("en5", tunnel=False)


HEADING = "Destination        Gateway            Flags        {}Netif Expire\n"


def test_a_route_for_all_goes_before_one_for_its_own_interface() -> None:
    told = f"Internet:\n{HEADING.format('')}default 192.0.2.1 UGScIg en5\ndefault 192.0.2.1 UGScg en0\n"
    assert routes.parse(told).interface == "en0"


def test_the_columns_of_older_systems_are_known_by_their_heading() -> None:
    told = f"Internet:\n{HEADING.format('Refs Use ')}0/1 10.33.0.1 UGSc 63 0 utun9\ndefault 192.0.2.1 UGSc 4 0 en0\n"
    assert routes.parse(told) == Way("en0", tunnel=True)


def test_without_a_default_route_there_is_no_interface(mac: Callable[..., Path]) -> None:
    mac(netstat=f"Routing tables\n\nInternet:\n{HEADING.format('')}127 127.0.0.1 UCS lo0\n")
    assert routes.read() == Way("", tunnel=False)
    mac(netstat=("", 1))
    with pytest.raises(NoData, match="netstat failed"):
        routes.read()


@given(st.text(max_size=200))
def test_no_text_breaks_reading(text: str) -> None:
    routes.parse(f"Internet:\n{HEADING}{text}")
