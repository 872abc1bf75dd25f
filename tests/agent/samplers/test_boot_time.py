from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import Context, NoData, Reason
from barometer_agent.samplers import boot_time
from barometer_agent.sources.boot import BootTimes
from barometer_shared.samples import GapKind, Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOW_MS = 1_795_262_400_000
# systemd-analyze time: "Startup finished in 5.508s (firmware) + 3.902s (loader) + 1.250s (kernel) + 4.625s (initrd)
# + 11.469s (userspace) = 26.756s"
LAPTOP = BootTimes(9411000, 3902117, 1250345, 5876120, 17345678, in_container=False, finished_ago_us=60_000_000)
# seen in a booted Debian 12: "Startup finished in 227ms (userspace)"
CONTAINER = BootTimes(0, 0, 0, 1352001299, 1352228338, in_container=True)


def reader(times: BootTimes) -> Callable[[], BootTimes]:
    return lambda: times


def run(times: BootTimes, cursor: str | None = None, desktop: bool = True) -> tuple[list[Sample], Context]:
    context = Context(NOW, cursor=cursor)
    sampler = boot_time.create(reader(times), boot_id=lambda: "boot-1", has_desktop=lambda: desktop)
    return list(sampler.sample(context)), context


def test_a_boot_is_told_with_its_phases_as_systemd_analyze_prints_them() -> None:
    samples, _ = run(LAPTOP)
    assert [(sample.metric, sample.subject, sample.value) for sample in samples] == [
        ("boot_ms", "", 26756),
        ("boot_phase_ms", "firmware", 5508),
        ("boot_phase_ms", "loader", 3902),
        ("boot_phase_ms", "kernel", 1250),
        ("boot_phase_ms", "initrd", 4625),
        ("boot_phase_ms", "userspace", 11469),
    ]


def test_a_boot_is_dated_at_its_end() -> None:
    samples, _ = run(LAPTOP)
    assert {sample.at for sample in samples} == {NOW_MS - 60_000}


def test_a_container_has_booted_its_own_part_alone() -> None:
    samples, _ = run(CONTAINER)
    assert [(sample.subject, sample.value) for sample in samples] == [("", 227), ("userspace", 227)]


def test_a_machine_without_initrd_and_firmware_figures_has_kernel_and_userspace() -> None:
    phases = boot_time.phases_us(BootTimes(0, 0, 0, 2_000_000, 9_000_000, in_container=False))
    assert phases == {"kernel": 2_000_000, "userspace": 7_000_000}


def test_the_same_boot_is_told_once() -> None:
    _, first = run(LAPTOP)
    samples, second = run(LAPTOP, cursor=first.cursor)
    assert samples == []
    assert second.cursor == "boot-1"


def test_the_next_boot_is_told_again() -> None:
    samples, _ = run(LAPTOP, cursor="boot-0")
    assert samples[0].metric == "boot_ms"


def test_a_boot_that_still_goes_on_is_no_data_yet_and_is_not_forgotten() -> None:
    context = Context(NOW)
    booting = BootTimes(0, 0, 0, 2_000_000, 0, in_container=False)
    with pytest.raises(NoData, match="has not finished yet") as nothing:
        boot_time.create(reader(booting), boot_id=lambda: "boot-1").sample(context)
    assert nothing.value.kind is GapKind.NO_DATA
    assert context.cursor is None


@pytest.mark.parametrize(("desktop", "kind"), [(True, GapKind.NO_DATA), (False, GapKind.NOT_APPLICABLE)])
def test_signing_in_applies_where_a_desktop_is_installed(desktop: bool, kind: GapKind) -> None:
    for cursor in (None, "boot-1"):
        _, context = run(LAPTOP, cursor=cursor, desktop=desktop)
        assert (context.gaps[0].metric, context.gaps[0].kind) == ("sign_in_ms", kind)


def test_a_boot_time_that_runs_until_all_is_started_has_no_rest_to_measure() -> None:
    for cursor in (None, "boot-1"):
        _, context = run(LAPTOP, cursor=cursor)
        assert (context.gaps[1].metric, context.gaps[1].kind) == ("boot_idle_ms", GapKind.NOT_APPLICABLE)


def test_a_boot_that_nothing_recorded_leaves_its_rest_unknown_for_the_same_reason() -> None:
    def nothing() -> BootTimes:
        raise NoData(Reason("not measured yet on Windows", "wordt op Windows nog niet gemeten"))

    context = Context(NOW)
    with pytest.raises(NoData):
        boot_time.create(nothing, boot_id=lambda: "boot-1", has_desktop=lambda: True).sample(context)
    assert [gap.metric for gap in context.gaps] == ["sign_in_ms"]


@given(st.lists(st.integers(0, 10**9), min_size=5, max_size=5), st.booleans())
def test_the_phases_add_up_to_the_total(moments: list[int], in_container: bool) -> None:
    loader, firmware = sorted(moments[:2])
    initrd, userspace, finished = sorted(moments[2:])
    times = BootTimes(firmware, loader, initrd, userspace, finished, in_container)
    assert sum(boot_time.phases_us(times).values()) == boot_time.total_us(times)
    assert all(duration >= 0 for duration in boot_time.phases_us(times).values())
