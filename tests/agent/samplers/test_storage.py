from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import Context, NoData, Reason
from barometer_agent.samplers import storage
from barometer_agent.samplers.storage import free_permille
from barometer_agent.sources.drives import Drive
from barometer_agent.sources.storage import Space
from barometer_shared.samples import GapKind, Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOW_MS = 1_795_262_400_000
ROOM = Space(used=300, free=100)


def run(*drives: Drive, space: Space = ROOM) -> tuple[list[Sample], dict[str, str]]:
    def read_drives() -> tuple[Drive, ...]:
        if not drives:
            raise NoData(Reason("drives may be read by root alone", "schijven leest alleen root"), GapKind.NO_DATA)
        return drives

    context = Context(NOW)
    samples = list(storage.create(lambda: space, read_drives).sample(context))
    return samples, {gap.metric: gap.reason["en"] for gap in context.gaps}


def test_free_space_is_told_as_a_share_also_where_the_drives_tell_nothing() -> None:
    samples, gaps = run()
    assert samples == [Sample("disk_free_permille", 250, NOW_MS, subject="system")]
    assert set(gaps) == {"drive_failing", "drive_wear_permille"}


def test_each_drive_is_told_by_its_short_name() -> None:
    samples, gaps = run(Drive("nvme0n1", failing=False, wear_permille=30), Drive("sda", failing=True))
    assert [(sample.metric, sample.subject, sample.value) for sample in samples[1:]] == [
        ("drive_failing", "nvme0n1", 0),
        ("drive_wear_permille", "nvme0n1", 30),
        ("drive_failing", "sda", 1),
    ]
    assert gaps == {}


def test_what_no_drive_tells_is_a_gap_and_no_zero() -> None:
    samples, gaps = run(Drive("sda", failing=None, wear_permille=30))
    assert [sample.metric for sample in samples] == ["disk_free_permille", "drive_wear_permille"]
    assert gaps == {"drive_failing": "no drive tells whether it is failing"}
    assert run(Drive("sda", failing=False))[1] == {"drive_wear_permille": "no drive tells how worn it is"}


def test_a_full_disk_is_zero_and_not_missing() -> None:
    assert free_permille(Space(used=10**12, free=0)) == 0


def test_a_volume_without_a_size_is_no_data_and_the_drives_are_told_all_the_same() -> None:
    with pytest.raises(NoData, match="does not tell its size"):
        free_permille(Space(0, 0))
    samples, gaps = run(Drive("sda", failing=False, wear_permille=1), space=Space(0, 0))
    assert [sample.subject for sample in samples] == ["sda", "sda"]
    assert set(gaps) == {"disk_free_permille"}


@given(st.integers(1, 10**15), st.integers(0, 10**15))
def test_a_share_is_never_outside_its_range(used: int, free: int) -> None:
    assert 0 <= free_permille(Space(used, free)) <= 1000
