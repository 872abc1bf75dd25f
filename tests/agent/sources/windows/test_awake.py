import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import awake


def test_elsewhere_there_is_no_such_clock() -> None:
    with pytest.raises(NoData, match="QueryUnbiasedInterruptTime"):
        awake.now_us()
