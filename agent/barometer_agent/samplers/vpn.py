"""How long does the VPN take to connect? Never its name, its server or its user.

An attempt that failed took no time that could be told: only those that led to a connection are.
"""

from collections.abc import Iterable

from barometer_agent.events import Read, follow
from barometer_agent.sampler import About, Context, Sampler
from barometer_agent.sources import vpn_connects
from barometer_agent.sources.vpn_connects import VpnConnect
from barometer_shared.samples import Sample


def create(read: Read[VpnConnect] = vpn_connects.read) -> Sampler:
    """The sampler over this system's records of VPN connections."""
    return Vpn(read)


class Vpn:
    """Its cursor is a position in the records."""

    name = "vpn"
    every = 3600.0
    about = About(
        question_en="How long does the VPN take to connect?",
        question_nl="Hoe lang doet de VPN over het verbinden?",
        metrics=("vpn_connect_ms",),
        while_in_use=False,
    )

    def __init__(self, read: Read[VpnConnect]) -> None:
        self._read = read

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``vpn_connect_ms`` per connection. Raises NoData where nothing records them."""
        happened = follow(self._read, context, self.about.metrics)
        return [
            Sample("vpn_connect_ms", one.event.total_us // 1000, one.at_ms)
            for one in happened
            if one.event.total_us is not None
        ]
