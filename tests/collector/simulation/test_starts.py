"""Starts of simulated laptops."""

from collections import Counter
from random import Random

import pytest

from barometer_collector.simulation import starts
from barometer_collector.simulation.fleet import Laptop, make_fleet
from barometer_shared.samples import Sample

_FLEET = make_fleet(60, 1)
_DAY = 20_416


def _of(platform: str) -> Laptop:
    return next(laptop for laptop in _FLEET if laptop.agent.platform == platform)


def _boot(platform: str, milliseconds: int, day: int = _DAY, seed: int = 1) -> list[Sample]:
    return list(starts.of_boot(_of(platform), Random(seed), Sample("boot_ms", milliseconds, 10**12), day))


@pytest.mark.parametrize("platform", ["windows", "macos", "linux"])
def test_the_phases_add_up_to_the_boot(platform: str) -> None:
    phases = [sample.value for sample in _boot(platform, 40_000) if sample.metric == "boot_phase_ms"]
    assert abs(sum(phases) - 40_000) <= len(phases)


def test_a_slow_start_names_a_culprit_where_the_system_does() -> None:
    def culprits(platform: str, milliseconds: int) -> int:
        return sum(sample.metric == "boot_culprit_ms" for sample in _boot(platform, milliseconds))

    assert [culprits("windows", 20_000), culprits("windows", 90_000), culprits("macos", 90_000)] == [0, 1, 0]


def test_the_first_start_after_an_update_says_so_and_why_it_was_restarted() -> None:
    day = next(day for day in range(_DAY, _DAY + 28) if starts.is_first_after_update(day))
    boot, *_, end = _boot("windows", 20_000, day)
    assert boot.labels == {"after_update": "yes"}
    assert end.labels == {"reason": "update"}


def test_few_boots_end_in_a_crash() -> None:
    ends = Counter(_boot("linux", 20_000, seed=seed)[-1].metric for seed in range(2_000))
    assert 0 < ends["os_crash"] < 40
    assert ends["os_restart"] == 2_000 - ends["os_crash"]


def test_wakes_lie_within_the_day_at_work() -> None:
    found = [one for seed in range(50) for one in starts.wakes(_FLEET[0], Random(seed), 0, 8 * 3600)]
    assert found
    assert all(0 <= one.at < 8 * 3_600_000 for one in found)


def test_the_phases_of_a_sign_in_add_up_to_it() -> None:
    told = list(starts.of_sign_in(_of("linux"), Sample("sign_in_ms", 9_000, 0)))
    assert sum(one.value for one in told) == 9_000
    assert list(starts.of_sign_in(_of("macos"), Sample("sign_in_ms", 9_000, 0))) == []
