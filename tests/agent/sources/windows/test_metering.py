import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import metering


@pytest.mark.parametrize(
    ("cost", "metered"),
    [(0x0, False), (0x1, False), (0x2, True), (0x4, True), (0x40001, True), (0x10000, True), (0x20001, False)],
)
def test_a_connection_that_counts_is_metered(cost: int, metered: bool) -> None:
    assert metering.costs(cost) is metered


def test_elsewhere_windows_is_not_asked() -> None:
    with pytest.raises(NoData):
        metering.is_metered()
