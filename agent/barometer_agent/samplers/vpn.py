"""How long does the VPN take to connect, and how often does it fail? Never its name, its server or its user."""

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
        question_en="How long does the VPN take to connect, and how often does it fail?",
        question_nl="Hoe lang doet de VPN over het verbinden, en hoe vaak mislukt dat?",
        metrics=("vpn_connect_ms", "vpn_failure"),
        while_in_use=False,
    )

    def __init__(self, read: Read[VpnConnect]) -> None:
        self._read = read

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``vpn_connect_ms`` or ``vpn_failure`` per attempt. Raises NoData where nothing records them."""
        return [_sample(one.event, one.at_ms) for one in follow(self._read, context, self.about.metrics)]


def _sample(attempt: VpnConnect, at_ms: int) -> Sample:
    if attempt.total_us is not None:
        return Sample("vpn_connect_ms", attempt.total_us // 1000, at_ms)
    label = "code" if attempt.failure.isdigit() else "reason"
    return Sample("vpn_failure", 1, at_ms, labels={label: attempt.failure or "unknown"})
