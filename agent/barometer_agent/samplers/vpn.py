"""How long does the VPN take to connect, and how often does it fail? Never its name, its server or its user."""

from collections.abc import Iterable

from barometer_agent.alike import thinned
from barometer_agent.events import Happened, Read, follow
from barometer_agent.sampler import About, Context, Sampler
from barometer_agent.sources import vpn_connects
from barometer_agent.sources.vpn_connects import VpnConnect
from barometer_shared.samples import Sample

# For one reason, per run.
MOST_ALIKE = 20


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
        happened = follow(self._read, context)
        connects = [one for one in happened if one.event.total_us is not None]
        failed = [one for one in happened if one.event.total_us is None]
        told = thinned(failed, lambda one: one.event.failure, MOST_ALIKE)
        return [*map(_connect, connects), *(_failure(one, more) for one, more in told)]


def _connect(one: Happened[VpnConnect]) -> Sample:
    return Sample("vpn_connect_ms", (one.event.total_us or 0) // 1000, one.at_ms)


def _failure(one: Happened[VpnConnect], also: dict[str, str]) -> Sample:
    why = one.event.failure
    return Sample("vpn_failure", 1, one.at_ms, labels={"code" if why.isdigit() else "reason": why or "unknown"} | also)
