from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.connection import Connection
from barometer_agent.sources.linux import connection

HEAD = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
HERE = "eth0\t0002A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
WIRELESS = "a | b\nc | d\nwlan0: 0000   54.  -67.  -256        0      0      0      0   1234        0\n"


def default(interface: str, metric: int, flags: str = "0003") -> str:
    return f"{interface}\t00000000\t0102A8C0\t{flags}\t0\t0\t{metric}\t00000000\t0\t0\t0\n"


def default6(interface: str, metric: int, flags: str = "00000003") -> str:
    zeros = "0" * 32
    return f"{zeros} 00 {zeros} 00 fe80{'0' * 28} {metric:08x} 00000001 00000000 {flags} {interface:>8}\n"


class Laptop:
    """Its routes and interfaces as files."""

    def __init__(self, folder: Path) -> None:
        self.routes, self.interfaces = folder / "net", folder / "class"
        self.routes.mkdir()
        self.interfaces.mkdir()

    def interface(self, name: str, *entries: str, **files: str) -> Path:
        path = self.interfaces / name
        path.mkdir()
        for entry in entries:
            (path / entry).mkdir(parents=True)
        for file, text in {"type": "1", "flags": "0x1003", **files}.items():
            (path / file).write_text(f"{text}\n")
        return path

    def read(self, *ipv4: str, ipv6: str = "") -> Connection:
        self._route(*ipv4, ipv6=ipv6)
        (self.routes / "wireless").write_text(WIRELESS)
        return connection.read(self.routes, self.interfaces)

    def is_up(self, *ipv4: str, ipv6: str = "") -> bool:
        self._route(*ipv4, ipv6=ipv6)
        return connection.is_up(self.routes, self.interfaces)

    def _route(self, *ipv4: str, ipv6: str) -> None:
        (self.routes / "route").write_text("".join((HEAD, HERE, *ipv4)))
        (self.routes / "ipv6_route").write_text(ipv6)


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path)


def test_a_cable_is_told(laptop: Laptop) -> None:
    laptop.interface("eth0", "device")
    assert laptop.read(default("eth0", 100)) == Connection("wired", vpn=False)


def test_wifi_is_told_with_its_signal(laptop: Laptop) -> None:
    laptop.interface("wlan0", "device", "wireless")
    assert laptop.read(default("wlan0", 600)) == Connection("wifi", vpn=False, signal_dbm=-67)


def test_the_preferred_of_two_routes_counts(laptop: Laptop) -> None:
    laptop.interface("wlan0", "device", "phy80211")
    laptop.interface("eth0", "device")
    assert laptop.read(default("wlan0", 600), default("eth0", 100)).kind == "wired"
    assert laptop.read(default("wlan0", 600), default("eth0", 100, flags="0002")).kind == "wifi"


def test_a_network_with_ipv6_alone_is_a_connection(laptop: Laptop) -> None:
    laptop.interface("wwan0", "device", type="519", uevent="DEVTYPE=wwan\nINTERFACE=wwan0")
    reject = default6("lo", 0xFFFFFFFF, "00200200")
    assert laptop.read(ipv6=default6("wwan0", 1024) + reject).kind == "mobile"


@pytest.mark.parametrize(
    ("entries", "files"),
    [
        ((), {"tun_flags": "0x1001", "type": "65534"}),
        ((), {"uevent": "DEVTYPE=wireguard", "type": "65534"}),
        ((), {"type": "512"}),
    ],
)
def test_a_tunnel_is_a_vpn_over_the_link_below_it(
    laptop: Laptop, entries: tuple[str, ...], files: dict[str, str]
) -> None:
    laptop.interface("eth0", "device")
    laptop.interface("tunnel", *entries, **files)
    assert laptop.read(default("tunnel", 50), default("eth0", 100)) == Connection("wired", vpn=True)
    assert laptop.read(default("eth0", 100)).vpn  # a split tunnel has no default route
    assert laptop.read(default("tunnel", 50)) == Connection("", vpn=True)


def test_the_card_of_a_virtual_machine_and_a_tunnel_that_is_down_are_no_vpn(laptop: Laptop) -> None:
    laptop.interface("eth0", "device")
    laptop.interface("vnet0", "brport", tun_flags="0x5002")
    laptop.interface("wg0", uevent="DEVTYPE=wireguard", flags="0x90")
    assert not laptop.read(default("eth0", 100)).vpn


def test_a_bridge_is_what_lies_below_it(laptop: Laptop) -> None:
    below = laptop.interface("enp1s0", "device")
    bridge = laptop.interface("br0", "bridge", uevent="DEVTYPE=bridge")
    (bridge / "lower_enp1s0").symlink_to(below)
    assert laptop.read(default("br0", 100)).kind == "wired"


def test_links_in_a_circle_end(laptop: Laptop) -> None:
    bridge = laptop.interface("br0")
    (bridge / "lower_br0").symlink_to(bridge)
    assert laptop.read(default("br0", 100)).kind == "other"


def test_a_phone_on_a_cable_is_mobile(laptop: Laptop, tmp_path: Path) -> None:
    phone = laptop.interface("eth1", "device")
    (tmp_path / "ipheth").mkdir()
    (phone / "device" / "driver").symlink_to(tmp_path / "ipheth")
    assert laptop.read(default("eth1", 100)).kind == "mobile"


def test_without_a_default_route_there_is_no_connection(laptop: Laptop) -> None:
    with pytest.raises(NoData, match="not connected"):
        laptop.read()


TUNNEL = {"uevent": "DEVTYPE=wireguard", "type": "65534", "carrier": "1"}


def test_a_default_route_over_a_card_with_a_carrier_is_a_link(laptop: Laptop) -> None:
    laptop.interface("eth0", "device", carrier="1")
    laptop.interface("wlan0", "device", carrier="0")
    assert laptop.is_up(default("eth0", 100))
    assert laptop.is_up(ipv6=default6("eth0", 100))
    assert not laptop.is_up(default("wlan0", 600))
    assert laptop.is_up(default("wlan0", 600), default("eth0", 700))


def test_without_a_default_route_an_address_is_no_link(laptop: Laptop) -> None:
    for name in ("eth0", "vmnet8", "vboxnet0", "docker0"):
        laptop.interface(name, "device", carrier="1")
    laptop.interface("tailscale0", tun_flags="0x1001", carrier="1")
    assert not laptop.is_up()


def test_a_tunnel_alone_is_no_link(laptop: Laptop) -> None:
    card = laptop.interface("wlan0", "device", carrier="0")
    laptop.interface("wg0", **TUNNEL)
    laptop.interface("docker0", carrier="1")
    assert not laptop.is_up(default("wg0", 50))
    (card / "carrier").write_text("1")  # where a VPN took the place of the only default route
    assert laptop.is_up(default("wg0", 50))


def test_a_card_of_a_container_is_its_link(laptop: Laptop) -> None:
    laptop.interface("eth0", carrier="1")
    assert laptop.is_up(default("eth0", 0))
