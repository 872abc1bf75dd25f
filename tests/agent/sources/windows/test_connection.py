import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import connection
from barometer_agent.sources.windows.interfaces import Interface

ETHERNET, WIFI, MOBILE, PPP, VIRTUAL, TUNNEL, LOOPBACK = 6, 71, 243, 23, 53, 131, 24


def interface(index: int, kind: int, *, hardware: bool = True, up: bool = True) -> Interface:
    return Interface(index, kind, 0, hardware, up)


@pytest.mark.parametrize(("kind", "name"), [(ETHERNET, "wired"), (WIFI, "wifi"), (MOBILE, "mobile"), (244, "mobile")])
def test_the_link_is_that_of_the_interface_that_leads_out(kind: int, name: str) -> None:
    table = (interface(1, 24, hardware=False), interface(2, kind), interface(3, ETHERNET, up=False))
    assert connection.link(2, table) == (name, False)


@pytest.mark.parametrize("kind", [PPP, VIRTUAL, TUNNEL])
def test_a_tunnel_is_a_vpn_over_the_hardware_below_it(kind: int) -> None:
    table = (interface(2, WIFI), interface(3, ETHERNET, up=False), interface(9, kind, hardware=False))
    assert connection.link(9, table) == ("wifi", True)


def test_a_bridge_of_virtual_machines_is_no_vpn() -> None:
    table = (interface(2, ETHERNET), interface(9, ETHERNET, hardware=False))
    assert connection.link(9, table) == ("wired", False)


def test_a_tunnel_over_nothing_known_is_some_other_link() -> None:
    assert connection.link(9, (interface(9, PPP, hardware=False),)) == ("other", True)


def test_an_interface_that_has_just_gone_is_unknown() -> None:
    assert connection.link(9, (interface(2, WIFI),)) == ("", False)


def test_hardware_that_leads_out_is_a_link() -> None:
    assert connection.lies_over_hardware(2, (interface(2, WIFI),))
    assert not connection.lies_over_hardware(2, (interface(2, WIFI, up=False),))


def test_a_tunnel_or_a_bridge_over_hardware_is_a_link() -> None:
    for kind in (PPP, VIRTUAL, ETHERNET):
        assert connection.lies_over_hardware(9, (interface(2, WIFI), interface(9, kind, hardware=False)))


@pytest.mark.parametrize("kind", [VIRTUAL, ETHERNET])
def test_a_tunnel_or_an_adapter_of_virtual_machines_over_nothing_is_no_link(kind: int) -> None:
    table = (interface(2, WIFI, up=False), interface(3, LOOPBACK, hardware=False), interface(9, kind, hardware=False))
    assert not connection.lies_over_hardware(9, table)


def test_elsewhere_there_is_no_link_of_windows() -> None:
    with pytest.raises(NoData):
        connection.read()
    with pytest.raises(NoData):
        connection.is_up()
