"""How a simulated laptop started, woke, and ended before that: with phases, culprits and reasons. Pure and seeded."""

from collections.abc import Iterator, Mapping
from random import Random

from barometer_collector.simulation.fleet import Laptop
from barometer_collector.simulation.gaps import tells
from barometer_shared.samples import Sample

_UPDATES = (2, 28)  # every 28 days, all of a fleet on the same day
_SLOW_SECONDS = 50.0
_BOOT: Mapping[str, Mapping[str, float]] = {  # shares of the boot
    "windows": {"kernel": 0.2, "session": 0.22, "policy": 0.06, "sign_in": 0.3, "desktop": 0.22},
    "macos": {"firmware": 0.15, "system": 0.5, "desktop": 0.35},
    "linux": {"firmware": 0.25, "loader": 0.1, "kernel": 0.12, "initrd": 0.13, "userspace": 0.4},
}
_SIGN_IN: Mapping[str, Mapping[str, float]] = {
    "windows": {"profile": 0.25, "policy": 0.2, "other": 0.15, "desktop": 0.4},
    "linux": {"profile": 0.3, "desktop": 0.7},
}
_CULPRITS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "windows": (("msmpeng.exe", "application"), ("spooler", "service"), ("onedrive.exe", "application")),
    "linux": (("apt-daily.service", "service"), ("snapd.service", "service"), ("fwupd.service", "service")),
}
_ENDS = (("power_loss", 0.002), ("unclean", 0.0015), ("crash", 0.0025))


def is_first_after_update(day: int) -> bool:
    """Whether laptops that are started on ``day`` do so for the first time after an update."""
    return day % _UPDATES[1] == _UPDATES[0]


def of_boot(laptop: Laptop, rng: Random, boot: Sample, day: int) -> Iterator[Sample]:
    """``boot`` itself, labelled, and what belongs to it."""
    platform = laptop.agent.platform
    labels = {"after_update": "yes"} if is_first_after_update(day) else {}
    yield Sample("boot_ms", boot.value, boot.at, labels=labels)
    for phase, share in _BOOT[platform].items():
        yield Sample("boot_phase_ms", round(boot.value * share), boot.at, phase, labels)
    if boot.value > _SLOW_SECONDS * 1000 and tells(platform, "boot_culprit_ms"):
        name, kind = rng.choice(_CULPRITS[platform])
        took_ms = round(boot.value * rng.uniform(0.1, 0.35))
        yield Sample("boot_culprit_ms", took_ms, boot.at, name, {**labels, "kind": kind})
    yield _end(rng, boot.at - 90_000, day)


def of_sign_in(laptop: Laptop, sign_in: Sample) -> Iterator[Sample]:
    """The phases of ``sign_in``."""
    for phase, share in _SIGN_IN.get(laptop.agent.platform, {}).items():
        yield Sample("sign_in_phase_ms", round(sign_in.value * share), sign_in.at, phase)


def wakes(laptop: Laptop, rng: Random, start: int, seconds_in_use: int) -> Iterator[Sample]:
    """After lunch, and in the morning of a day that began without a boot."""
    slow = 1.0 + laptop.pressure * 4
    for share in (0.01, 0.5):
        if rng.random() < 0.7:
            at = start + round(seconds_in_use * 1000 * share)
            yield Sample("wake_ms", round(rng.lognormvariate(0.6, 0.5) * slow * 1000), at)


def _end(rng: Random, at: int, day: int) -> Sample:
    """Why the boot before ended."""
    draw = rng.random()
    for reason, share in _ENDS:
        if draw < share:
            return Sample("os_crash", 1, at, labels={"reason": reason})
        draw -= share
    return Sample("os_restart", 1, at, labels={"reason": "update" if is_first_after_update(day) else "user"})
