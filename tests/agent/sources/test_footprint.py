"""What this very process takes."""

import psutil
import pytest

from barometer_agent.sources import footprint
from barometer_agent.sources.footprint import Footprint


def test_a_process_has_memory_and_spends_time() -> None:
    before = footprint.read()
    assert 5_000 < before.memory_kib < 4_000_000
    sum(range(2_000_000))
    after = footprint.read()
    assert after.at_us > before.at_us
    assert after.cpu_us >= before.cpu_us > 0


def test_memory_is_what_the_system_says_is_resident() -> None:
    assert footprint.read().memory_kib == pytest.approx(psutil.Process().memory_info().rss / 1024, rel=0.05)


@pytest.mark.parametrize(("elapsed_us", "cpu_us", "ppm"), [(30_000_000, 600_000, 20_000), (1_000, 0, 0), (0, 5, 0)])
def test_the_share_of_a_core_is_over_the_time_between(elapsed_us: int, cpu_us: int, ppm: int) -> None:
    earlier = Footprint(1_000, 1, 70)
    assert Footprint(1_000 + elapsed_us, 1, 70 + cpu_us).cpu_ppm_since(earlier) == ppm


def test_a_counter_that_went_back_is_nothing() -> None:
    assert Footprint(2_000, 1, 10).cpu_ppm_since(Footprint(1_000, 1, 20)) == 0
