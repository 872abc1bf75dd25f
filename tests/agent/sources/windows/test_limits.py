import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import limits


def test_elsewhere_windows_is_not_asked() -> None:
    with pytest.raises(NoData):
        limits.read()
