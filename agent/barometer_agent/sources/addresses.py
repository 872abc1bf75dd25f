"""From a target's URL to the addresses that a connection can be made to."""

import functools
import ipaddress
import socket
import threading
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_SENT_AS_IT_IS = "/?%:@!$&'()*+,;=~"  # RFC 3986: what may stand in a path and a query, and what is escaped already

Endpoint = tuple[str | int | bytes, ...]  # what a socket of its family connects to


@dataclass(frozen=True)
class Place:
    """Where a URL points to; ``path`` is ready to be sent."""

    secure: bool
    host: str
    port: int
    path: str

    @functools.cached_property
    def is_literal(self) -> bool:
        """True for an IP address, which needs no look-up."""
        return _ip_address(self.host) is not None

    @functools.cached_property
    def is_loopback(self) -> bool:
        """True where it is this machine itself, which needs no link."""
        address = _ip_address(self.host)
        return self.host == "localhost" or (address is not None and address.is_loopback)


@dataclass(frozen=True)
class Address:
    """What a socket connects to; ``family`` is ``ipv4`` or ``ipv6``."""

    family: str
    number: int
    endpoint: Endpoint


@functools.lru_cache(maxsize=64)  # of the few targets that there are each is asked for several times a minute
def place(url: str) -> Place:
    """The parts of an http or https ``url``. Raises ValueError where it has no host or an impossible port."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"{url!r} has no host: write https://host or https://host:port/path")
    secure = parts.scheme == "https"
    asked = f"{parts.path or '/'}?{parts.query}".removesuffix("?")
    return Place(secure, parts.hostname, parts.port or (443 if secure else 80), quote(asked, safe=_SENT_AS_IT_IS))


def look_up(host: str, port: int, timeout_seconds: float) -> list[Address]:
    """The first address of each family, in the system's own order. Raises gaierror, also when it takes too long.

    getaddrinfo(3) knows no time limit, so it runs in a thread that is left behind when it does not return.
    """
    answers: list[tuple[int, Endpoint]] = []
    failures: list[Exception] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.extend((answer[0], answer[4]) for answer in found)
        except (OSError, UnicodeError) as error:
            failures.append(error)

    asking = threading.Thread(target=ask, name="look-up", daemon=True)
    asking.start()
    asking.join(timeout_seconds)
    if failures:
        raise failures[0]
    chosen = one_of_each_family(answers)
    if not chosen:
        raise socket.gaierror(socket.EAI_AGAIN, f"{host} was not found within {timeout_seconds:g} s")
    return chosen


def one_of_each_family(answers: list[tuple[int, Endpoint]]) -> list[Address]:
    """The first answer of IPv4 and of IPv6, whichever the system prefers first."""
    names = {int(socket.AF_INET): "ipv4", int(socket.AF_INET6): "ipv6"}
    chosen: dict[str, Address] = {}
    for number, endpoint in answers:
        if name := names.get(int(number)):
            chosen.setdefault(name, Address(name, int(number), endpoint))
    return list(chosen.values())


def _ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
