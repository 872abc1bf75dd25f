"""How full a process is, by what it counts."""

import pytest

from barometer_collector.ingest.occupation import Occupation, fullness


@pytest.mark.parametrize(
    ("counted", "share"),
    [
        (Occupation(), 0.0),
        (Occupation(10, cpu_seconds=4, written=1), 0.4),
        (Occupation(10, cpu_seconds=4, written=9), 0.9),
        (Occupation(10, cpu_seconds=14), 1.0),  # two threads that both computed
    ],
)
def test_it_is_as_full_as_its_core_or_its_writer(counted: Occupation, share: float) -> None:
    assert counted.share == share


def test_what_was_counted_since_then_is_the_difference() -> None:
    before, now = Occupation(10, 1, 2, 30, 4), Occupation(25, 10, 5, 330, 5)
    assert now.since(before) == Occupation(15, 9, 3, 300, 1)
    assert now.since(before).share == 0.6


@pytest.mark.parametrize(
    ("batches", "samples", "expected"), [(1, 10, 1 / 64), (64, 10, 1.0), (1, 10_000, 0.5), (80, 0, 1.0)]
)
def test_a_group_is_as_full_as_its_batches_or_its_samples(batches: int, samples: int, expected: float) -> None:
    assert fullness(batches, samples, 64, 20_000) == expected
