from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import Context
from barometer_agent.samplers import responsiveness
from barometer_agent.samplers.responsiveness import LONGEST_US, SHORTEST_US, shares_permille
from barometer_agent.sources.pressure import Pressure, Waited

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE_US = 60_000_000


def reading(at_us: int, cpu: int = 0, memory: int = 0, io: int = 0, last_minute: int = 7) -> Pressure:
    totals = {"cpu": cpu, "memory": memory, "io": io}
    return Pressure(at_us, {name: Waited(total, last_minute) for name, total in totals.items()})


def values(*readings: Pressure) -> list[dict[str, int]]:
    upcoming = iter(readings)
    sampler = responsiveness.create(lambda: next(upcoming))
    runs = [list(sampler.sample(Context(NOW))) for _ in readings]
    return [{sample.subject: sample.value for sample in run} for run in runs]


def test_the_first_run_gives_the_kernels_own_figure_of_the_last_minute() -> None:
    assert values(reading(0)) == [{"": 7, "cpu": 7, "memory": 7, "io": 7}]


def test_the_next_run_gives_the_share_of_the_time_in_between() -> None:
    before = reading(0, cpu=5, memory=5, io=5)
    after = reading(MINUTE_US, cpu=5 + MINUTE_US // 10, memory=5, io=5 + MINUTE_US // 4)
    assert values(before, after)[1] == {"": 250, "cpu": 100, "memory": 0, "io": 250}


def test_the_worst_resource_speaks_for_the_laptop() -> None:
    sampler = responsiveness.create(lambda: reading(0))
    samples = list(sampler.sample(Context(NOW)))
    assert [sample.metric for sample in samples] == ["pressure_permille", *["resource_pressure_permille"] * 3]
    assert {sample.at for sample in samples} == {1_795_262_400_000}


def test_hours_of_idling_do_not_thin_out_the_figure() -> None:
    busy = reading(LONGEST_US + 1, cpu=MINUTE_US, last_minute=900)
    assert values(reading(0), busy)[1]["cpu"] == 900


def test_two_runs_in_a_row_do_not_measure_the_kernels_rhythm() -> None:
    assert values(reading(0), reading(SHORTEST_US - 1, cpu=SHORTEST_US))[1]["cpu"] == 7


@given(
    st.integers(0, LONGEST_US * 2),
    st.lists(st.integers(0, 10**12), min_size=6, max_size=6),
    st.integers(0, 1000),
)
def test_a_share_is_never_outside_its_range(elapsed_us: int, totals: list[int], last_minute: int) -> None:
    shares = shares_permille(reading(0, *totals[:3]), reading(elapsed_us, *totals[3:], last_minute=last_minute))
    assert all(0 <= share <= 1000 for share in shares.values())
