from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import Context, NoData
from barometer_agent.samplers import storage
from barometer_agent.samplers.storage import free_permille
from barometer_agent.sources.storage import Space
from barometer_shared.samples import Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_free_space_is_told_as_a_share() -> None:
    samples = list(storage.create(lambda: Space(used=300, free=100)).sample(Context(NOW)))
    assert samples == [Sample("disk_free_permille", 250, 1_795_262_400_000, subject="system")]


def test_a_full_disk_is_zero_and_not_missing() -> None:
    assert free_permille(Space(used=10**12, free=0)) == 0


def test_a_volume_without_a_size_is_no_data() -> None:
    with pytest.raises(NoData, match="does not tell its size"):
        free_permille(Space(0, 0))


@given(st.integers(1, 10**15), st.integers(0, 10**15))
def test_a_share_is_never_outside_its_range(used: int, free: int) -> None:
    assert 0 <= free_permille(Space(used, free)) <= 1000
