"""Who is in a fleet at work: what each laptop is and how it usually does, in arrays with one entry per laptop."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from barometer_collector.simulation.fleet import TEAMS
from barometer_collector.simulation.live.draws import Shares, bits, chosen, shares

# name, share of the fleet, minutes ahead of UTC
SITES = (
    ("Utrecht", 0.30, 60),
    ("Amsterdam", 0.16, 60),
    ("Eindhoven", 0.12, 60),
    ("Antwerp", 0.10, 60),
    ("Warsaw", 0.08, 60),
    ("London", 0.08, 0),
    ("New York", 0.07, -300),
    ("Bengaluru", 0.06, 330),
    ("Singapore", 0.03, 480),
)
MODELS = (("slim", 0.34), ("office", 0.31), ("tower", 0.12), ("designer", 0.08), ("rugged", 0.05), ("old", 0.10))
PLATFORMS = (("windows", 0.7), ("macos", 0.18), ("linux", 0.12))
_WIRED, _WITH_VPN = 0.2, 0.35
_DAY_MINUTES = 24 * 60

Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Population:
    """``count`` laptops. ``site``, ``model``, ``platform`` and ``team`` are places in the tables above.

    ``phase`` is where in the interval a laptop sends, 0 to 1. It works from minute ``starts`` to minute ``ends`` of its
    local day. ``round_trip_us``, ``busy``, ``memory`` and ``pressure`` (permille) are what is usual for it, and
    ``crashes`` those of a day of 24 hours.
    """

    seed: int
    site: Codes
    model: Codes
    platform: Codes
    team: Codes
    wired: npt.NDArray[np.bool_]
    vpn: npt.NDArray[np.bool_]
    phase: Shares
    starts: Shares
    ends: Shares
    round_trip_us: Shares
    busy: Shares
    memory: Shares
    pressure: Shares
    crashes: Shares

    @property
    def count(self) -> int:
        return len(self.site)

    @cached_property
    def offset_minutes(self) -> npt.NDArray[np.int64]:
        """How far the clock on the wall of each is ahead of UTC."""
        return np.array([minutes for _, _, minutes in SITES], dtype=np.int64)[self.site]


def populate(count: int, seed: int) -> Population:
    """``count`` laptops of the fleet of ``seed``; a larger fleet begins with the smaller one."""
    number = np.arange(count)

    def draw(stream: str) -> Shares:
        return shares(seed, stream, number)

    team = chosen(tuple(each.share for each in TEAMS), draw("team"))
    strain = np.array([(each.network, each.crashes, each.pressure) for each in TEAMS])[team]
    begins = 8.4 * 60 + 40 * (draw("begins") + draw("begins again") - 1)
    return Population(
        seed=seed,
        site=chosen(tuple(share for _, share, _ in SITES), draw("site")),
        model=chosen(tuple(share for _, share in MODELS), draw("model")),
        platform=chosen(tuple(share for _, share in PLATFORMS), draw("platform")),
        team=team,
        wired=draw("wired") < _WIRED,
        vpn=draw("vpn") < _WITH_VPN,
        phase=draw("phase"),
        starts=begins,
        ends=np.minimum(begins + 60 * (6.5 + 3 * draw("hours")), _DAY_MINUTES - 1),
        round_trip_us=15_000 * _spread(draw("round trip"), 0.5) * strain[:, 0],
        busy=1000 * draw("busy") ** 2 * 0.6,
        memory=350 + 550 * draw("memory"),
        pressure=np.minimum(500.0, 25 * _spread(draw("pressure"), 0.8) * strain[:, 2]),
        crashes=0.15 * _spread(draw("crashes"), 1.0) * strain[:, 1],
    )


def simulated_boot(population: Population, devices: npt.NDArray[np.int64], days: npt.NDArray[np.int64]) -> list[str]:
    """A boot id for each of these laptops on these days, 32 hexadecimal digits."""
    halves = (bits(population.seed, half, devices, days).tolist() for half in ("boot", "boot again"))
    return [f"{high:016x}{low:016x}" for high, low in zip(*halves, strict=True)]


def _spread(draws: Shares, sigma: float) -> Shares:
    """Around 1, as lognormal as a logistic draw can be: cheap, and its tail is as long."""
    safe = np.clip(draws, 1e-9, 1 - 1e-9)
    return np.asarray(np.exp(sigma * 0.5513 * np.log(safe / (1 - safe))))
