"""Over what a Linux laptop is connected: the default route, and what sysfs says of its interface.

Routes: ``/proc/net/route`` and ``ipv6_route`` (the kernel's Documentation/filesystems/proc.rst). Interfaces:
Documentation/ABI/testing/sysfs-class-net. A tunnel is an interface of WireGuard, tun or PPP that is up; IPsec without
an interface of its own is not seen.
"""

import functools
import os
from collections.abc import Iterable
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.connection import Connection
from barometer_agent.sources.linux import sysfs, wifi

_ROUTES = Path("/proc/net")
_INTERFACES = Path("/sys/class/net")
_UP = 0x1  # RTF_UP of a route, IFF_UP of an interface
_REJECT = 0x200
_ETHERNET, _PPP, _RAW_IP = 1, 512, 519  # if_arp.h
_TAP_OF_A_BRIDGE = "brport"
_PHONES = ("ipheth", "rndis_host")  # drivers of a phone that shares its connection over USB
_DEEPEST = 4  # a VLAN on a bond on a bridge

_NO_ROUTE = Reason("the laptop is not connected: there is no default route", "de laptop is niet verbonden")


def read(routes: Path = _ROUTES, interfaces: Path = _INTERFACES) -> Connection:
    """The link at this moment. Raises NoData without a default route."""
    leading_out = _leading_out(routes)
    if not leading_out:
        raise NoData(_NO_ROUTE)
    tunnels = [path for path in _built_as_tunnels(interfaces) if is_tunnel(path)]
    physical = [name for name in leading_out if interfaces / name not in tunnels]
    kind = interface_kind(interfaces / physical[0]) if physical else ""
    signal = wifi.signal_dbm(physical[0], routes / "wireless") if kind == "wifi" else None
    return Connection(kind, any(_flags(path) & _UP for path in tunnels), signal)


def is_up(routes: Path = _ROUTES, interfaces: Path = _INTERFACES) -> bool:
    """Whether a default route leads out over an interface that has a carrier and is no tunnel.

    Where all of them lead into tunnels, whether there is hardware with a carrier for these.
    """
    leading_out = [interfaces / name for name in _leading_out(routes)]
    below = [path for path in leading_out if not is_tunnel(path)]
    if leading_out and not below:
        below = [path for path in sorted(interfaces.glob("*")) if (path / "device").exists()]
    return any(sysfs.number(path / "carrier") for path in below)


def default_interfaces(ipv4: str, ipv6: str) -> list[str]:
    """The interfaces of the default routes, the preferred first, each once."""
    found = sorted([*_default_ipv4(ipv4), *_default_ipv6(ipv6)])
    return list(dict.fromkeys(name for _, name in found))


def interface_kind(interface: Path, depth: int = 0) -> str:
    """``wifi``, ``mobile``, ``wired`` or ``other``; of a bridge, bond or VLAN that of what lies below it."""
    if (interface / "wireless").exists() or (interface / "phy80211").exists():
        return "wifi"
    device_type = _uevent(interface).get("DEVTYPE", "")
    if device_type in ("wwan", "bluetooth") or sysfs.number(interface / "type") in (_PPP, _RAW_IP):
        return "mobile"
    if (interface / "device").exists():
        if _driver(interface) in _PHONES:
            return "mobile"
        return "wired" if sysfs.number(interface / "type") == _ETHERNET else "other"
    below = sorted(interface.glob("lower_*"))
    if below and depth < _DEEPEST:
        return interface_kind(below[0].resolve(), depth + 1)
    return "other"


def is_tunnel(interface: Path) -> bool:
    """Whether the interface is one of a VPN; not the card of a virtual machine in a bridge."""
    if (interface / "tun_flags").exists():
        return not (interface / _TAP_OF_A_BRIDGE).exists()
    if sysfs.number(interface / "type") == _PPP:
        return _uevent(interface).get("DEVTYPE") != "wwan"
    return _uevent(interface).get("DEVTYPE") == "wireguard"


def _leading_out(routes: Path) -> list[str]:
    return default_interfaces(sysfs.text(routes / "route"), sysfs.text(routes / "ipv6_route"))


def _flags(interface: Path) -> int:
    return sysfs.number(interface / "flags") or 0


def _built_as_tunnels(interfaces: Path) -> list[Path]:
    """The interfaces that ``is_tunnel`` can be true of."""
    try:
        with os.scandir(interfaces) as found:
            return [Path(one.path) for one in found if _built_as_tunnel(one.path, one.inode())]
    except OSError:
        return []


@functools.lru_cache(maxsize=64)
def _built_as_tunnel(interface: str, _number_in_sysfs: int) -> bool:
    """How an interface was made does not change, and another of its name has another number in sysfs."""
    path = Path(interface)
    return (path / "tun_flags").exists() or is_tunnel(path)


def _default_ipv4(table: str) -> Iterable[tuple[int, str]]:
    for line in table.splitlines()[1:]:
        fields = line.split()
        if len(fields) > 7 and fields[1] == "00000000" == fields[7] and int(fields[3], 16) & _UP:
            yield int(fields[6]), fields[0]


def _default_ipv6(table: str) -> Iterable[tuple[int, str]]:
    for line in table.splitlines():
        fields = line.split()
        if len(fields) < 10 or fields[1] != "00" or set(fields[0]) != {"0"} or fields[9] == "lo":
            continue
        flags = int(fields[8], 16)
        if flags & _UP and not flags & _REJECT:
            yield int(fields[5], 16), fields[9]


def _driver(interface: Path) -> str:
    try:
        return (interface / "device/driver").readlink().name
    except OSError:
        return ""


def _uevent(interface: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in sysfs.text(interface / "uevent").splitlines() if "=" in line)
