"""The simulated fleet says what real laptops say: all that its system measures, and why it has nothing of the rest."""

from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.coverage import SYSTEMS, NotMeasured, cells
from barometer_agent.uplink import backoff
from barometer_agent.uplink.loop import REVOKED_SECONDS
from barometer_agent.uplink.transport import TIMEOUT_SECONDS
from barometer_collector.simulation.fleet import make_fleet
from barometer_collector.simulation.gaps import GAPS
from barometer_collector.simulation.live import waits
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


class Drawn(Random):
    """Draws the same number each time."""

    def __init__(self, draw: float) -> None:
        super().__init__()
        self.draw = draw

    def random(self) -> float:
        return self.draw


@given(st.integers(1, 60), st.none() | st.floats(0, 10_000), st.floats(0, 0.999))
def test_a_simulated_laptop_waits_as_long_as_a_real_one(failures: int, asked: float | None, draw: float) -> None:
    real = backoff.wait_seconds(failures, asked, Drawn(draw))
    assert waits.after_failure(failures, asked, draw) == pytest.approx(real)


@given(st.floats(0, 300), st.floats(0, 0.999))
def test_a_simulated_laptop_pauses_as_long_as_a_real_one(asked: float, draw: float) -> None:
    assert waits.between_batches(asked, draw) == pytest.approx(backoff.pause_seconds(asked, Drawn(draw)))


def test_a_simulated_laptop_is_as_patient_as_a_real_one() -> None:
    assert (waits.SILENCE_SECONDS, waits.REVOKED_SECONDS) == (TIMEOUT_SECONDS, REVOKED_SECONDS)
    assert (waits.CAP_SECONDS, waits.LONGEST_ASKED_SECONDS) == (backoff.CAP_SECONDS, backoff.LONGEST_ASKED_SECONDS)
