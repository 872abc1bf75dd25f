"""Which way a Mac sends what it sends.

Source: netstat(1), ``netstat -rn``: the routes of IPv4 (``Internet:``), then of IPv6, with flags; ``I`` marks a route
that holds for its own interface alone. Every Mac has tunnels with routes of IPv6 only, for services of macOS: they are
no VPN.
"""

from dataclasses import dataclass

from barometer_agent.sources.macos import programs

_TUNNELS = ("utun", "ipsec", "ppp", "tun", "tap")
_SCOPED = "I"
_FAMILIES = ("Internet:", "Internet6:")


@dataclass(frozen=True)
class Way:
    """``interface`` is the hardware that is used, "" where there is none; ``tunnel`` says that a VPN is in use."""

    interface: str
    tunnel: bool


@dataclass(frozen=True)
class _Route:
    family: str
    destination: str
    flags: str
    interface: str


def read() -> Way:
    """The way at this moment. Raises NoData where netstat does not tell."""
    return parse(programs.answer("netstat", "-rn"))


def parse(text: str) -> Way:
    """The way in the routing tables that netstat prints."""
    routes = _routes(text)
    tunnel = any(one.family == "Internet:" and one.interface.startswith(_TUNNELS) for one in routes)
    defaults = [one for one in routes if one.destination == "default" and not one.interface.startswith(_TUNNELS)]
    defaults.sort(key=lambda one: (_FAMILIES.index(one.family), _SCOPED in one.flags))
    return Way(defaults[0].interface if defaults else "", tunnel)


def _routes(text: str) -> list[_Route]:
    """The routes; a heading tells in which column the interface stands, which older systems have further on."""
    routes, family, column = [], "", 0
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["Destination"] and "Netif" in words:
            column = words.index("Netif")
        elif len(words) == 1:
            family = words[0] if words[0] in _FAMILIES else ""
        elif family and column and len(words) > column:
            routes.append(_Route(family, words[0], words[2], words[column]))
    return routes
