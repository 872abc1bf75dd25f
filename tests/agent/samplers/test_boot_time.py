from datetime import UTC, datetime

import pytest

from barometer_agent.sampler import Context, NoData, Reason
from barometer_agent.samplers import boot_time
from barometer_agent.sources.boots import Boot, Culprit
from barometer_agent.sources.records import Records
from barometer_shared.samples import Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOW_MS = 1_795_262_400_000
AT_US = NOW_MS * 1000 - 60_000_000
LAPTOP = Boot(AT_US, 26_756_239, phases_us={"firmware": 5_508_883, "kernel": 1_250_345, "userspace": 11_469_558})
WINDOWS = Boot(
    AT_US,
    95_400_000,
    idle_us=41_300_000,
    culprits=tuple(Culprit(f"driver {number}", "driver", (9 - number) * 1_000_000) for number in range(7)),
    after_update=True,
    kind="fast_startup",
)


def run(*boots: Boot, cursor: str | None = None) -> tuple[list[Sample], Context]:
    context = Context(NOW, cursor=cursor)
    return list(boot_time.create(lambda cursor, since_us: Records(boots, "boot-1")).sample(context)), context


def test_a_boot_is_told_with_its_phases_cut_off_as_systemd_analyze_prints_them() -> None:
    samples, context = run(LAPTOP)
    assert [(sample.metric, sample.subject, sample.value, sample.labels) for sample in samples] == [
        ("boot_ms", "", 26756, {}),
        ("boot_phase_ms", "firmware", 5508, {}),
        ("boot_phase_ms", "kernel", 1250, {}),
        ("boot_phase_ms", "userspace", 11469, {}),
    ]
    assert {sample.at for sample in samples} == {NOW_MS - 60_000}
    assert '"boot-1"' in (context.cursor or "")


def test_all_of_a_first_start_after_an_update_says_so() -> None:
    """Scoring leaves out what is labelled ``after_update``."""
    samples, _ = run(WINDOWS)
    assert {sample.labels["after_update"] for sample in samples} == {"yes"}
    assert {sample.labels["kind"] for sample in samples if sample.metric != "boot_culprit_ms"} == {"fast_startup"}
    assert [(sample.metric, sample.value) for sample in samples[:2]] == [("boot_ms", 95_400), ("boot_idle_ms", 41_300)]


def test_the_five_that_held_it_up_most_are_named() -> None:
    culprits = [sample for sample in run(WINDOWS)[0] if sample.metric == "boot_culprit_ms"]
    assert [(sample.subject, sample.value) for sample in culprits] == [
        (f"driver {number}", (9 - number) * 1000) for number in range(5)
    ]
    assert culprits[0].labels == {"after_update": "yes", "kind": "driver"}


def test_a_boot_of_which_only_the_parts_are_known_has_no_total() -> None:
    samples, _ = run(Boot(AT_US, None, phases_us={"system": 9_000_000}))
    assert [sample.metric for sample in samples] == ["boot_phase_ms"]


def test_boots_of_before_the_first_look_count_like_any_other() -> None:
    assert run(LAPTOP, cursor=None)[0][0].labels == run(LAPTOP, cursor='{"cursor":"a"}')[0][0].labels == {}


def test_a_boot_that_still_goes_on_is_no_data_yet_and_is_not_forgotten() -> None:
    def starting(cursor: str, since_us: int) -> Records[Boot]:
        raise NoData(Reason("the boot has not finished yet", "het opstarten is nog niet klaar"))

    context = Context(NOW)
    with pytest.raises(NoData, match="has not finished yet"):
        boot_time.create(starting).sample(context)
    assert context.cursor is None


def test_the_boot_time_is_a_gap_while_the_last_start_was_not_measured() -> None:
    told = iter([(LAPTOP, Boot(AT_US + 1, None)), (), (LAPTOP,), ()])
    sampler = boot_time.create(lambda cursor, since_us: Records(next(told), "a"))
    gaps = []
    for _ in range(4):
        context = Context(NOW)
        list(sampler.sample(context))
        gaps.append([gap.metric for gap in context.gaps])
    assert gaps == [["boot_ms"], ["boot_ms"], [], []]
