"""Which targets of the collector are visited: an agent is no probe for the laptop it runs on, nor for its own link.

What the laptop's own settings name is visited as it stands there. Private addresses are, for offices have their
applications there; the laptop itself is where the collector runs on it too (a demonstration).
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from barometer_agent.sources.addresses import Address
from barometer_shared.protocol import Target

_IP = ipaddress.IPv4Address | ipaddress.IPv6Address
_RESERVED = ipaddress.ip_network("240.0.0.0/4")  # RFC 1112, and the broadcast address
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))  # RFC 6052, RFC 4291


class ToldTarget(Target, frozen=True):
    """A target that the collector named; ``loopback`` says that the collector itself is on this laptop."""

    loopback: bool = False


def is_allowed(target: Target) -> bool:
    """Whether it may be visited, by its address as it is written: no query, no fragment, no address of this laptop."""
    if not isinstance(target, ToldTarget):
        return True
    try:
        parts = urlsplit(target.url)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = parts.scheme in ("http", "https") and not set("?#") & set(target.url)
    return plain and _is_outside(host, target.loopback)


def allowed(target: Target, found: list[Address]) -> list[Address]:
    """Those of the addresses that were found for it that may be connected to; a name may lead anywhere."""
    if not isinstance(target, ToldTarget):
        return found
    return [each for each in found if _is_outside(str(each.endpoint[0]), target.loopback)]


def is_allowed_behind_proxy(target: Target) -> bool:
    """Whether a proxy may be asked for it: not for an address that the laptop may not visit, however it is written.

    A name is the proxy's to look up, and the visit then comes from there.
    """
    if not isinstance(target, ToldTarget):
        return True
    host = (urlsplit(target.url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return target.loopback
    return is_allowed(target) and _is_outside(_as_written_in_full(host), target.loopback)


def _as_written_in_full(host: str) -> str:
    """127.1, 0x7f000001 and 2130706433 are what 127.0.0.1 is to many a resolver."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return host


def _is_outside(host: str, loopback: bool) -> bool:
    """Not for an address of this laptop or its own link, however it is written; a name is not known yet."""
    try:
        address = _inner(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return True
    if address.is_loopback:
        return loopback
    return not (address.is_link_local or address.is_unspecified or address.is_multicast or address in _RESERVED)


def _inner(address: _IP) -> _IP:
    """The address of IPv4 that one of IPv6 stands for: ::ffff:127.0.0.1, and those of NAT64 and 6to4."""
    if isinstance(address, ipaddress.IPv4Address) or address.is_loopback or address.is_unspecified:
        return address
    translated = any(address in network for network in _TRANSLATED)
    last = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF) if translated else None
    return last or address.ipv4_mapped or address.sixtofour or address
