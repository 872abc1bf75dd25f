"""How long does the VPN take to connect, and how often does it fail? Never its name, its server or its user."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from barometer_agent.events import Happened, Read, follow
from barometer_agent.sampler import About, Context, Sampler
from barometer_agent.sources import vpn_connects
from barometer_agent.sources.vpn_connects import VpnConnect
from barometer_shared.samples import Sample

# For one reason, per run: a program that tries again each second may not fill the spool.
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
        return [*map(_connect, connects), *bounded([one for one in happened if one.event.total_us is None])]


def bounded(failed: Sequence[Happened[VpnConnect]]) -> Iterator[Sample]:
    """At most MOST_ALIKE failures for one reason; the last of them says in ``more`` how many it stands for."""
    alike = Counter(one.event.failure for one in failed)
    told: Counter[str] = Counter()
    for one in failed:
        why = one.event.failure
        told[why] += 1
        if told[why] <= MOST_ALIKE:
            more = alike[why] - MOST_ALIKE if told[why] == MOST_ALIKE else 0
            label = {"code" if why.isdigit() else "reason": why or "unknown"}
            yield Sample("vpn_failure", 1, one.at_ms, labels=label | ({"more": str(more)} if more > 0 else {}))


def _connect(one: Happened[VpnConnect]) -> Sample:
    return Sample("vpn_connect_ms", (one.event.total_us or 0) // 1000, one.at_ms)
