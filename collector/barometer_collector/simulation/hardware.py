"""What a simulated laptop says of its processor, memory, heat, disk and battery, and of the agent. Pure and seeded."""

from collections.abc import Iterator, Mapping
from random import Random

from barometer_collector.simulation.fleet import Laptop
from barometer_shared.samples import Sample

_DRIVES: Mapping[str, str] = {"windows": "PhysicalDrive0", "macos": "disk0", "linux": "nvme0n1"}
_MOST = 1000  # permille
_THROTTLED = 0.12  # a laptop that is hotter than this is slowed now and then


def load(laptop: Laptop, rng: Random, at: int, pressure_permille: int) -> Iterator[Sample]:
    """Of one moment at which something waited for ``pressure_permille`` of the time."""
    traits = laptop.traits
    busy = min(_MOST, round(traits.busy * rng.lognormvariate(0, 0.5) * 1000) + pressure_permille)
    slowed = traits.heat > _THROTTLED and rng.random() < traits.heat
    yield Sample("cpu_busy_permille", busy, at)
    yield Sample("memory_used_permille", min(_MOST, round(traits.memory * rng.lognormvariate(0, 0.1) * 1000)), at)
    yield Sample("thermal_throttling_permille", rng.randrange(20, 400) if slowed else 0, at)
    yield Sample("disk_queue_milli", round(pressure_permille * rng.lognormvariate(0, 0.8)), at)


def storage(laptop: Laptop, at: int) -> Iterator[Sample]:
    """Once a day."""
    drive = _DRIVES[laptop.agent.platform]
    yield Sample("drive_failing", int(laptop.traits.drive_fails), at, drive)
    yield Sample("drive_wear_permille", round(laptop.traits.drive_wear * 1000), at, drive)


def battery(laptop: Laptop, rng: Random, at: int) -> Iterator[Sample]:
    """How long a full one would last, on the days on which it is used at all."""
    if rng.random() < 0.6:
        hours = laptop.battery * laptop.traits.battery_hours * rng.uniform(0.7, 1.2)
        yield Sample("battery_runtime_minutes", round(hours * 60), at)


def agent(rng: Random, at: int) -> Iterator[Sample]:
    """What the agent itself cost, near what was measured of real ones."""
    yield Sample("agent_memory_kib", round(rng.gauss(24_800, 600)), at)
    yield Sample("agent_cpu_ppm", round(rng.gauss(190, 30)), at)
    yield Sample("agent_sent_bytes", round(rng.gauss(45_000, 8_000)), at)
    yield Sample("agent_unreached_people", 0, at)
