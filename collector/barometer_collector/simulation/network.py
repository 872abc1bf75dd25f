"""What a simulated laptop says of its way to the targets: the link, the Wi-Fi, the VPN. Pure and seeded."""

from collections.abc import Iterator, Mapping
from random import Random

from barometer_collector.simulation.fleet import Laptop
from barometer_collector.simulation.gaps import tells
from barometer_shared.samples import Sample

_FAILURES: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "windows": ({"code": "809"}, {"code": "691"}, {"code": "868"}),
    "linux": ({"reason": "connect"}, {"reason": "sign_in"}),
}
_VPN_MORNING_MS = 120_000


def signal_now(laptop: Laptop, rng: Random, *, trouble: bool) -> int | None:
    """The Wi-Fi signal of this moment to the nearest 5 dBm, as agents tell it; weaker on a bad day, None on a cable."""
    usual = laptop.traits.signal_dbm
    if usual is None:
        return None
    return 5 * round(max(-92.0, min(-30.0, usual + rng.gauss(0, 3) - (8 if trouble else 0))) / 5)


def way(laptop: Laptop, signal_dbm: int | None) -> dict[str, str]:
    """The labels of what was measured over it."""
    link = "vpn" if laptop.traits.uses_vpn else laptop.traits.link
    told = {"family": "ipv4", "link": link}
    return told if signal_dbm is None else {**told, "signal_dbm": str(signal_dbm)}


def vpn(laptop: Laptop, rng: Random, start: int, *, trouble: bool) -> Iterator[Sample]:
    """Connecting in the morning, and the attempts before it that failed."""
    platform = laptop.agent.platform
    if not laptop.traits.uses_vpn or not tells(platform, "vpn_connect_ms"):
        return
    at = start + _VPN_MORNING_MS
    while rng.random() < (0.7 if trouble else 0.05):
        yield Sample("vpn_failure", 1, at, labels=dict(rng.choice(_FAILURES[platform])))
        at += rng.randrange(20_000, 90_000)
    slow = laptop.round_trip_ms / 15
    yield Sample("vpn_connect_ms", round(rng.lognormvariate(0.9, 0.4) * (2.0 + slow) * 1000), at)
