from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import Context, NoData
from barometer_agent.samplers import power
from barometer_agent.samplers.power import capacity_permille, runtime_minutes
from barometer_agent.sources.power import Battery
from barometer_shared.samples import Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
WORN = Battery(full=41_200_000, design=57_000_000, unit="uWh")


def test_a_worn_battery_is_told_as_a_share_of_a_new_one() -> None:
    context = Context(NOW)
    samples = list(power.create(lambda: (WORN,)).sample(context))
    assert samples == [Sample("battery_capacity_permille", 722, 1_795_262_400_000)]
    assert [gap.metric for gap in context.gaps] == ["battery_runtime_minutes"]


def test_how_long_it_lasts_is_told_also_where_its_wear_is_not() -> None:
    context = Context(NOW)
    samples = list(power.create(lambda: (Battery(41_200_000, 0, "uWh", 312),)).sample(context))
    assert samples == [Sample("battery_runtime_minutes", 312, 1_795_262_400_000)]
    assert [gap.metric for gap in context.gaps] == ["battery_capacity_permille"]


def test_of_two_batteries_that_empty_in_turn_the_one_in_use_tells_the_drain() -> None:
    used, waiting = Battery(20_000, 20_000, "uWh", 100), Battery(60_000, 60_000, "uWh")
    assert runtime_minutes((used, waiting)) == 400
    assert runtime_minutes((used, Battery(20_000, 20_000, "uWh", 100))) == 100


@pytest.mark.parametrize(
    "batteries",
    [
        (WORN,),
        (Battery(1, 1, "uWh", 0),),
        (Battery(0, 0, "uWh", 60), Battery(0, 0, "uWh")),
        (Battery(1, 1, "uWh", 60), Battery(1, 1, "uAh")),
    ],
)
def test_a_drain_that_is_not_told_is_no_runtime(batteries: tuple[Battery, ...]) -> None:
    with pytest.raises(NoData, match="not being used at the moment"):
        runtime_minutes(batteries)


def test_two_batteries_count_together_by_their_size() -> None:
    small = Battery(full=23_000_000, design=23_000_000, unit="uWh")
    assert capacity_permille((WORN, small)) == (41_200_000 + 23_000_000) * 1000 // 80_000_000


def test_a_new_battery_may_hold_more_than_promised() -> None:
    assert capacity_permille((Battery(4_200, 4_000, "uAh"),)) == 1050


@pytest.mark.parametrize(
    ("batteries", "reason"),
    [
        ((WORN, Battery(3_100, 4_000, "uAh")), "different units"),
        ((Battery(0, 0, ""),), "does not tell"),
        ((WORN, Battery(0, 0, "")), "does not tell"),
        ((Battery(5_000, 1_000, "uWh"),), "500 % of when it was new"),
    ],
)
def test_what_cannot_be_compared_is_no_data(batteries: tuple[Battery, ...], reason: str) -> None:
    with pytest.raises(NoData, match=reason):
        capacity_permille(batteries)


@given(st.lists(st.tuples(st.integers(1, 10**8), st.integers(1, 10**8)), min_size=1, max_size=3))
def test_together_they_are_never_better_than_the_best_or_worse_than_the_worst(pairs: list[tuple[int, int]]) -> None:
    batteries = [Battery(min(full, design), design, "uWh") for full, design in pairs]
    each = [battery.full * 1000 // battery.design for battery in batteries]
    assert min(each) <= capacity_permille(batteries) <= max(each) + 1
