from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import Context, NoData, Reason
from barometer_agent.samplers import responsiveness
from barometer_agent.samplers.responsiveness import LONGEST_US, RUNS_PER_DETAIL, SHORTEST_US, busy, shares_permille
from barometer_agent.sources.load import Load
from barometer_agent.sources.pressure import Pressure, Waited
from barometer_shared.metrics import METRICS
from barometer_shared.samples import Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE_US = 60_000_000
# two processors, of which 30 % was busy; 2.5 requests in the disk's queue; 5 % of the time slowed by heat
LOADS = [
    Load(
        at_us=n * MINUTE_US,
        busy_us=n * 36_000_000,
        capacity_us=n * 2 * MINUTE_US,
        memory_available=4_000_000_000,
        memory_total=16_000_000_000,
        disk_waited_us=n * 150_000_000,
        throttled_us=n * 6_000_000,
        throttled_capacity_us=n * 2 * MINUTE_US,
    )
    for n in range(6)
]


def reading(at_us: int, cpu: int = 0, memory: int = 0, io: int = 0, last_minute: int = 7) -> Pressure:
    totals = {"cpu": cpu, "memory": memory, "io": io}
    return Pressure(at_us, {name: Waited(total, last_minute) for name, total in totals.items()})


def nothing() -> Load:
    raise NoData(Reason("no counters", "geen tellers"))


def run(*readings: tuple[Pressure | None, Load | None]) -> list[tuple[list[Sample], set[str]]]:
    """Samples and gaps of a run per pair of readings; None: there is nothing to read."""

    def next_of(upcoming: Iterator[Pressure | Load | None]) -> Callable[[], Any]:
        return lambda: next(upcoming) or nothing()

    sampler = responsiveness.create(
        next_of(iter([one for one, _ in readings])), next_of(iter([one for _, one in readings]))
    )
    contexts = [Context(NOW) for _ in readings]
    return [(list(sampler.sample(one)), {gap.metric for gap in one.gaps}) for one in contexts]


def worst(*readings: Pressure) -> list[int]:
    runs = run(*((reading, None) for reading in readings))
    return [sample.value for samples, _ in runs for sample in samples if sample.metric == "pressure_permille"]


def test_the_first_run_gives_the_systems_own_figure_of_the_last_minute() -> None:
    [(samples, _)] = run((reading(0), None))
    assert [(sample.metric, sample.subject, sample.value) for sample in samples] == [
        ("pressure_permille", "", 7),
        *(("resource_pressure_permille", name, 7) for name in ("cpu", "memory", "io")),
    ]
    assert {sample.at for sample in samples} == {1_795_262_400_000}


def test_the_next_run_gives_the_worst_share_of_the_time_in_between() -> None:
    before = reading(0, cpu=5, memory=5, io=5)
    after = reading(MINUTE_US, cpu=5 + MINUTE_US // 10, memory=5, io=5 + MINUTE_US // 4)
    assert worst(before, after)[1] == 250
    assert shares_permille(before, after) == {"cpu": 100, "memory": 0, "io": 250}


def test_what_explains_it_is_told_once_in_five_runs_over_all_of_that_time() -> None:
    runs = run(*((reading(n * MINUTE_US, cpu=n * MINUTE_US // 10), LOADS[n]) for n in range(RUNS_PER_DETAIL + 1)))
    assert [len(samples) for samples, _ in runs] == [5, 1, 1, 1, 1, 8]
    told = {(sample.metric, sample.subject): sample.value for sample in runs[-1][0]}
    assert told == {
        ("pressure_permille", ""): 100,
        ("resource_pressure_permille", "cpu"): 100,
        ("resource_pressure_permille", "memory"): 0,
        ("resource_pressure_permille", "io"): 0,
        ("memory_used_permille", ""): 750,
        ("cpu_busy_permille", ""): 300,
        ("disk_queue_milli", ""): 2500,
        ("thermal_throttling_permille", ""): 50,
    }


def test_hours_of_idling_do_not_thin_out_the_figure() -> None:
    busy_now = reading(LONGEST_US + 1, cpu=MINUTE_US, last_minute=900)
    assert worst(reading(0), busy_now)[1] == 900


def test_two_runs_in_a_row_do_not_measure_the_kernels_rhythm() -> None:
    assert worst(reading(0), reading(SHORTEST_US - 1, cpu=SHORTEST_US))[1] == 7


def test_figures_that_are_no_count_of_waiting_say_what_they_rest_on() -> None:
    counters = Pressure(0, {"cpu": Waited(0, 50)}, basis="counters")
    [(samples, _)] = run((counters, None))
    assert [sample.labels for sample in samples] == [{"basis": "counters"}] * 2


def test_what_is_missing_is_a_gap_and_the_rest_is_told() -> None:
    [(samples, gaps)] = run((None, LOADS[0]))
    assert [sample.metric for sample in samples] == ["memory_used_permille"]
    assert gaps == {"pressure_permille", "resource_pressure_permille"}
    [(samples, gaps)] = run((reading(0), None))
    assert gaps == {"cpu_busy_permille", "memory_used_permille", "disk_queue_milli", "thermal_throttling_permille"}
    [(_, gaps)] = run((reading(0), replace(LOADS[0], disk_waited_us=None, throttled_us=None)))
    assert gaps == {"disk_queue_milli", "thermal_throttling_permille"}


def test_no_resource_at_all_is_no_figure() -> None:
    [(samples, _)] = run((Pressure(0, {}), None))
    assert samples == []


@given(
    st.integers(0, LONGEST_US * 2),
    st.lists(st.integers(0, 10**12), min_size=6, max_size=6),
    st.integers(0, 1000),
)
def test_a_share_is_never_outside_its_range(elapsed_us: int, totals: list[int], last_minute: int) -> None:
    shares = shares_permille(reading(0, *totals[:3]), reading(elapsed_us, *totals[3:], last_minute=last_minute))
    assert all(0 <= share <= 1000 for share in shares.values())


@given(
    st.lists(st.integers(0, 10**15), min_size=8, max_size=8),
    st.lists(st.integers(0, 10**15), min_size=8, max_size=8),
)
def test_whatever_the_counters_do_a_figure_is_believable(before: list[int], after: list[int]) -> None:
    for metric, value in busy(Load(*before), Load(*after)).items():
        assert METRICS[metric].minimum <= value <= METRICS[metric].maximum
