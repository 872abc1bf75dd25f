"""Over what kind of link a Mac is connected."""

from collections.abc import Mapping

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.connection import Connection
from barometer_agent.sources.macos import interfaces, routes, wifi

_NO_LINK = Reason("there is no default route: no network", "er is geen standaardroute: geen netwerk")


def read() -> Connection:
    """The link at this moment. Raises NoData where there is none."""
    return of(interfaces.read())


def is_up() -> bool:
    """Whether there is a default route that is no tunnel's. Raises NoData where netstat does not tell."""
    return bool(routes.read().interface)


def of(kinds: Mapping[str, str]) -> Connection:
    """The same, where ``kinds`` of interfaces are known."""
    way = routes.read()
    if not way.interface:
        raise NoData(_NO_LINK)
    kind = kinds.get(way.interface, "")
    return Connection(kind, way.tunnel, wifi.signal_dbm(way.interface) if kind == "wifi" else None)
