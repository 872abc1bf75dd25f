"""The simulated fleet says what real laptops say: all that its system measures, and why it has nothing of the rest."""

from functools import cache

import pytest

from barometer_agent.sources.coverage import SYSTEMS, NotMeasured, cells
from barometer_collector.simulation.fleet import make_fleet
from barometer_collector.simulation.gaps import GAPS
from barometer_collector.simulation.workday import simulate

MONDAY = 20_416
RARE = {"agent_restart", "records_lost_seconds"}  # nothing that a demo should show


@cache
def told(system: str) -> set[str]:
    days = range(MONDAY, MONDAY + 56)
    laptops = [laptop for laptop in make_fleet(140, 1) if laptop.agent.platform == system][:25]
    return {sample.metric for laptop in laptops for day in days for sample in simulate(laptop, day, 1, None).samples}


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_simulated_laptop_has_the_gaps_of_a_real_one(system: str) -> None:
    never = {metric: cell.why.localised for metric, cell in cells(system).items() if isinstance(cell, NotMeasured)}
    assert {gap.metric: gap.reason for gap in GAPS[system]} == never


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_simulated_fleet_tells_all_that_its_system_measures_and_nothing_else(system: str) -> None:
    measured = {metric for metric, cell in cells(system).items() if not isinstance(cell, NotMeasured)}
    assert told(system) == measured - RARE
