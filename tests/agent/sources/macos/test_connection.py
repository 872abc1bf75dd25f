from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import connection as question
from barometer_agent.sources.connection import Connection
from barometer_agent.sources.macos import connection, interfaces


def test_a_mac_on_wifi_tells_its_signal(
    mac: Callable[..., Path], captured: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "interfaces.plist").write_text(captured("interfaces.plist"))
    mac(netstat=captured("netstat_vpn.txt"), wdutil=captured("wdutil.txt"))
    known = interfaces.read(tmp_path / "interfaces.plist")
    assert connection.of(known) == Connection("wifi", vpn=True, signal_dbm=-71)
    mac(netstat=captured("netstat_wifi.txt").replace("en0", "en5"))
    assert connection.of(known) == Connection("wired", vpn=False)


def test_an_interface_of_which_nothing_is_known_has_no_kind(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    mac(netstat=captured("netstat_wifi.txt"))
    assert question.read("darwin") == Connection("", vpn=False)


def test_without_a_network_there_is_no_link(mac: Callable[..., Path]) -> None:
    mac(netstat="Routing tables\n\nInternet:\n")
    with pytest.raises(NoData, match="no default route"):
        connection.read()


def test_a_default_route_that_is_no_tunnels_is_a_link(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    mac(netstat=captured("netstat_wifi.txt"))
    assert question.is_up("darwin")
    mac(netstat=captured("netstat_vpn.txt"))
    assert question.is_up("darwin")


def test_bridges_and_tunnels_of_a_mac_that_is_cut_off_are_no_link(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    lines = captured("netstat_vpn.txt").splitlines()
    kept = [line for line in lines if not line.startswith("default") or "utun" in line]
    assert any(line.startswith("default") for line in kept)
    mac(netstat="\n".join([*kept, ""]).replace("en0", "bridge100"))
    assert not question.is_up("darwin")
