import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import power_plan
from barometer_agent.sources.windows.power_plan import Plan


@pytest.mark.parametrize(
    ("plan", "mhz"), [(Plan(100), 2112), (Plan(99), 2090), (Plan(100, 1500), 1500), (Plan(50, 1500), 1056)]
)
def test_the_lowest_of_its_limits_holds(plan: Plan, mhz: int) -> None:
    assert plan.allowed_mhz(2112) == mhz


def test_elsewhere_there_is_no_plan() -> None:
    with pytest.raises(NoData, match="PowerGetActiveScheme"):
        power_plan.read()
