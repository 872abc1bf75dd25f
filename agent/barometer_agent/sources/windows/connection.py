"""The link over which this Windows reaches the outside, by its IfType: 6 wired, 71 Wi-Fi, 243 and 244 mobile.

A tunnel (23 PPP, as Windows' own VPN; 53 a virtual one, as WireGuard's; 131 a tunnel) is a VPN, and the link is then
the hardware below it. A VPN whose adapter calls itself Ethernet, or that guides only some traffic through itself, is
not seen.
"""

from collections.abc import Iterable

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.connection import Connection
from barometer_agent.sources.windows import interfaces, wlan
from barometer_agent.sources.windows.interfaces import Interface

_KINDS = {6: "wired", 71: "wifi", 243: "mobile", 244: "mobile"}
_TUNNELS = frozenset({23, 53, 131})
_LIKELIEST = ("wired", "wifi", "mobile")  # the order in which Windows itself prefers them
_NOT_CONNECTED = Reason("no network leads out of this laptop", "er is geen netwerk dat deze laptop uit leidt")


def read() -> Connection:
    """The link at this moment. Raises NoData where none leads out."""
    index = interfaces.leading_out()
    if index is None:
        raise NoData(_NOT_CONNECTED)
    kind, vpn = link(index, interfaces.table())
    return Connection(kind, vpn, _signal_dbm() if kind == "wifi" else None)


def is_up() -> bool:
    """Whether what leads out is hardware, or lies over hardware. Raises NoData where Windows does not tell."""
    index = interfaces.leading_out()
    return index is not None and lies_over_hardware(index, interfaces.table())


def lies_over_hardware(index: int, table: Iterable[Interface]) -> bool:
    """Whether the interface ``index`` is hardware, or there is hardware that is up for it, as for a tunnel."""
    up = [each for each in table if each.up]
    leading = next((each for each in up if each.index == index), None)
    return leading is not None and (leading.hardware or any(each.hardware and each.kind in _KINDS for each in up))


def link(index: int, table: Iterable[Interface]) -> tuple[str, bool]:
    """The kind of link, and whether a tunnel lies over it, where the interface ``index`` leads out."""
    up = [each for each in table if each.up]
    leading = next((each for each in up if each.index == index), None)
    if leading is None:
        return "", False
    if leading.hardware and leading.kind in _KINDS:
        return _KINDS[leading.kind], False
    below = {_KINDS[each.kind] for each in up if each.hardware and each.kind in _KINDS}
    likeliest = next((kind for kind in _LIKELIEST if kind in below), "other")
    return likeliest, leading.kind in _TUNNELS


def _signal_dbm() -> int | None:
    try:
        return wlan.signal_dbm()
    except NoData:  # the link itself is worth telling
        return None
