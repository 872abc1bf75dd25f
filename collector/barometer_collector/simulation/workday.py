"""What one simulated laptop measures and its user answers on one day. Pure and seeded."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from barometer_collector.simulation import hardware, network, starts
from barometer_collector.simulation.answers import answers_of
from barometer_collector.simulation.fleet import Laptop
from barometer_collector.simulation.gaps import tells
from barometer_shared.questions import Answer, OpenQuestion
from barometer_shared.samples import Sample

DAY_MS = 86_400_000
_ROUND_MS = 1_800_000
_TARGETS = (("intranet", 1.0), ("mail", 1.6))
_CONNECTS = 5
_APPLICATIONS = {
    "windows": ("outlook.exe", "teams.exe", "chrome.exe", "excel.exe", "wfica32.exe", "slack.exe"),
    "macos": ("Microsoft Outlook", "MSTeams", "Google Chrome", "Microsoft Excel", "Citrix Viewer", "Slack"),
    "linux": ("thunderbird", "teams-for-linux", "chrome", "soffice.bin", "wfica", "slack"),
}
_WEEKEND = (5, 6)
_FIRST_WEEKDAY = 3  # 1 January 1970 was a Thursday


@dataclass(frozen=True)
class Workday:
    """Everything of one laptop on one local day, in order of time; empty on a day off."""

    samples: list[Sample]
    answers: list[Answer]


def simulate(laptop: Laptop, day: int, seed: int, asked: OpenQuestion | None) -> Workday:
    """The day ``day`` (days since 1970, local) of ``laptop``, whose user is ``asked`` the pulse, or (None) is not.

    The same for the same seed, whenever it is asked.
    """
    rng = Random(f"{seed}/day/{laptop.number}/{day}")  # noqa: S311 - a play, no secret
    more = Random(f"{seed}/more/{laptop.number}/{day}")  # noqa: S311 - so that what was there before stays as it was
    if (day + _FIRST_WEEKDAY) % 7 in _WEEKEND or rng.random() < 0.08:
        return Workday([], [])
    midnight = day * DAY_MS - laptop.utc_offset_minutes * 60_000
    start = midnight + round(rng.gauss(8.4, 0.4) * 3_600_000)
    seconds_in_use = round(max(1.0, rng.gauss(laptop.hours_a_day, 0.8)) * 3600)
    trouble = rng.random() < 0.06  # a bad day on the line
    samples = [*_boot(laptop, rng, more, start, day), *_crashes(laptop, rng, more, start)]
    samples += starts.wakes(laptop, more, start, seconds_in_use)
    samples += network.vpn(laptop, more, start, trouble=trouble)
    for at in range(start, start + seconds_in_use * 1000, _ROUND_MS):
        samples += _round(laptop, rng, more, at, trouble=trouble)
    samples.append(Sample("disk_free_permille", round(laptop.disk_free * 1000), start, "system"))
    samples.append(Sample("battery_capacity_permille", round(laptop.battery * 1000), start))
    samples += [*hardware.storage(laptop, start), *hardware.battery(laptop, more, start + _ROUND_MS)]
    samples += hardware.agent(more, start + 2 * _ROUND_MS)
    samples.append(Sample("use_seconds", seconds_in_use, midnight + DAY_MS - 1000, "input"))
    samples.sort(key=lambda sample: sample.at)
    return Workday(samples, list(answers_of(laptop, rng, more, start, asked, trouble=trouble)))


def _boot(laptop: Laptop, rng: Random, more: Random, at: int, day: int) -> Iterator[Sample]:
    if rng.random() < 0.3:  # slept, not shut down
        return
    boot = Sample("boot_ms", round(laptop.boot_seconds * rng.lognormvariate(0, 0.15) * 1000), at)
    yield from starts.of_boot(laptop, more, boot, day)
    draws = rng if laptop.agent.platform != "linux" else more
    idle, sign_in = (round(laptop.boot_seconds * share * draws.lognormvariate(0, 0.2) * 1000) for share in (0.6, 0.4))
    if tells(laptop.agent.platform, "boot_idle_ms"):
        labels = {"after_update": "yes"} if starts.is_first_after_update(day) else {}
        yield Sample("boot_idle_ms", idle, at + 1, labels=labels)
    signed_in = Sample("sign_in_ms", sign_in, at + 2)
    yield signed_in
    yield from starts.of_sign_in(laptop, signed_in)


def _round(laptop: Laptop, rng: Random, more: Random, at: int, *, trouble: bool) -> Iterator[Sample]:
    """What is measured at one moment of work."""
    signal_dbm = network.signal_now(laptop, more, trouble=trouble)
    if signal_dbm is not None:
        yield Sample("wifi_signal_dbm", signal_dbm, at)
    yield from _network(laptop, rng, at, 6.0 if trouble else 1.0, network.way(laptop, signal_dbm))
    pressures = list(_pressure(laptop, rng, at))
    yield from pressures
    yield from hardware.load(laptop, more, at, pressures[0].value)


def _crashes(laptop: Laptop, rng: Random, more: Random, start: int) -> Iterator[Sample]:
    platform = laptop.agent.platform
    cause = {"exception": "0xc0000005"} if platform == "windows" else {"signal": "SIGSEGV"}
    if more.random() < 0.02 * laptop.crashes_per_week and tells(platform, "app_hang"):
        yield Sample("app_hang", 1, start + more.randrange(4 * 3_600_000), more.choice(_APPLICATIONS[platform]))
    expected = laptop.crashes_per_week / 5
    while rng.random() < min(0.9, expected):
        expected /= 2
        application = rng.choice(_APPLICATIONS[platform])
        yield Sample("app_crash", 1, start + rng.randrange(4 * 3_600_000), application, cause)


def _network(laptop: Laptop, rng: Random, at: int, strain: float, way: dict[str, str]) -> Iterator[Sample]:
    for target, distance in _TARGETS:
        round_trip = laptop.round_trip_ms * distance * strain * rng.lognormvariate(0, 0.25)
        lost = sum(rng.random() < 0.002 * strain for _ in range(_CONNECTS))
        yield Sample("dns_us", round(rng.lognormvariate(1.5, 0.6) * 1000), at, target)
        yield Sample("tcp_connect_us", round(round_trip * 1000), at, target, way)
        yield Sample("tls_handshake_us", round(round_trip * 2.2 * 1000), at, target)
        first_byte_ms = round_trip * 4 + rng.lognormvariate(3.6, 0.5)
        yield Sample("time_to_first_byte_us", round(first_byte_ms * 1000), at, target, way)
        yield Sample("jitter_us", round(round_trip * rng.uniform(0.02, 0.25) * 1000), at, target)
        yield Sample("connects_attempted", _CONNECTS, at, target)
        yield Sample("connects_lost", lost, at, target)


def _pressure(laptop: Laptop, rng: Random, at: int) -> Iterator[Sample]:
    shares = {
        "cpu": laptop.pressure * rng.lognormvariate(0, 0.5),
        "io": laptop.pressure * 0.6 * rng.lognormvariate(0, 0.6),
        "memory": laptop.pressure * 0.2 * rng.lognormvariate(0, 0.8),
    }
    permille = {name: min(1000, round(share * 1000)) for name, share in shares.items()}
    basis = {} if laptop.agent.platform == "linux" else {"basis": "counters"}
    yield Sample("pressure_permille", max(permille.values()), at, labels=basis)
    for name, value in permille.items():
        yield Sample("resource_pressure_permille", value, at, name, basis)
