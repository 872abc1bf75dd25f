"""Which laptops a simulated fleet has, and what working with each is like. Pure and seeded."""

from dataclasses import dataclass
from random import Random

from barometer_collector.simulation.gaps import GAPS
from barometer_collector.simulation.traits import Traits, traits_of
from barometer_shared.samples import AgentFacts, Gap

_CET_MINUTES = 60


@dataclass(frozen=True)
class TeamTraits:
    """A team's share of the fleet, and what its laptops have in common; 1.0 is like everybody."""

    name: str
    share: float
    boot: float = 1.0
    network: float = 1.0
    crashes: float = 1.0
    pressure: float = 1.0
    mood: float = 0.0  # points of faces that no measurement explains


TEAMS = (
    TeamTraits("Customer contact", 0.26, network=3.2, mood=-0.3),  # far from the data centre
    TeamTraits("Finance", 0.20, boot=2.6, pressure=1.8),  # old laptops
    TeamTraits("Engineering", 0.22, crashes=1.6, mood=0.2),
    TeamTraits("Sales", 0.18, network=1.5, crashes=3.0),
    TeamTraits("Front desk", 0.14, mood=-1.2),  # fine machines, unhappy people
)
BOARD = TeamTraits("Board", 0.0, mood=0.3)  # so small that its X is never shown
_BOARD_SIZE = 4
_BOARD_FROM = 20  # fleets of at least this size have one

_PLATFORMS = (
    ("windows", "Windows 11 Enterprise 24H2", 0.7),
    ("macos", "macOS 15.6", 0.18),
    ("linux", "Ubuntu 24.04.3 LTS", 0.12),
)


@dataclass(frozen=True)
class Laptop:
    """One simulated laptop with the typical values around which its days vary."""

    number: int
    name: str
    team: TeamTraits
    agent: AgentFacts
    boot_seconds: float
    round_trip_ms: float
    crashes_per_week: float
    pressure: float  # share of time, 0 to 1
    battery: float
    disk_free: float
    hours_a_day: float
    traits: Traits
    utc_offset_minutes: int = _CET_MINUTES

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What it says that it cannot measure."""
        return GAPS[self.agent.platform]


def make_fleet(count: int, seed: int) -> list[Laptop]:
    """``count`` laptops spread over the teams; the same ones for the same seed, whatever the count."""
    return [_laptop(number, _team_of(number, count, seed), seed) for number in range(1, count + 1)]


def _team_of(number: int, count: int, seed: int) -> TeamTraits:
    if count >= _BOARD_FROM and number <= _BOARD_SIZE:
        return BOARD
    return Random(f"{seed}/team/{number}").choices(TEAMS, [team.share for team in TEAMS])[0]  # noqa: S311 - a play, no secret


def _laptop(number: int, team: TeamTraits, seed: int) -> Laptop:
    rng = Random(f"{seed}/laptop/{number}")  # noqa: S311
    platform, system, _ = rng.choices(_PLATFORMS, [share for _, _, share in _PLATFORMS])[0]
    return Laptop(
        number=number,
        name=f"SIM-{number:05d}",
        team=team,
        agent=AgentFacts("0.1.0-simulated", platform, system, ["faces"]),
        boot_seconds=rng.lognormvariate(3.4, 0.35) * team.boot,  # median 30 s
        round_trip_ms=rng.lognormvariate(2.7, 0.5) * team.network,  # median 15 ms
        crashes_per_week=rng.gammavariate(1.2, 0.5) * team.crashes,
        pressure=min(0.5, rng.gammavariate(2.0, 0.015) * team.pressure),
        battery=rng.uniform(0.55, 1.0),
        disk_free=rng.betavariate(2, 3),
        hours_a_day=rng.uniform(5.5, 8.5),
        traits=traits_of(number, seed),
    )
