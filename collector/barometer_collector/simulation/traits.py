"""What one simulated laptop is like besides what its team has in common. Pure and seeded."""

from dataclasses import dataclass
from random import Random

_FAILING_DRIVES = 0.015  # of the fleet
_WIRED = 0.2
_WITH_VPN = 0.35


@dataclass(frozen=True)
class Traits:
    """``signal_dbm`` of the Wi-Fi where it usually is, None for one on a cable; ``heat`` from 0 to 1."""

    signal_dbm: int | None
    uses_vpn: bool
    heat: float
    busy: float  # share of the processor, 0 to 1
    memory: float  # share that is used, 0 to 1
    battery_hours: float  # when it was new
    drive_wear: float  # share of its rated life, 0 to 1
    drive_fails: bool

    @property
    def link(self) -> str:
        """As samples of the network are labelled while no VPN is in use."""
        return "wired" if self.signal_dbm is None else "wifi"


def traits_of(number: int, seed: int) -> Traits:
    """Those of the laptop with this number, the same for the same seed."""
    rng = Random(f"{seed}/traits/{number}")  # noqa: S311 - a play, no secret
    wired = rng.random() < _WIRED
    return Traits(
        signal_dbm=None if wired else max(-86, min(-38, round(rng.gauss(-60, 9)))),
        uses_vpn=rng.random() < _WITH_VPN,
        heat=rng.betavariate(1, 9),
        busy=rng.betavariate(2, 9),
        memory=rng.betavariate(7, 5),
        battery_hours=rng.uniform(6, 13),
        drive_wear=rng.betavariate(1.2, 9),
        drive_fails=rng.random() < _FAILING_DRIVES,
    )
