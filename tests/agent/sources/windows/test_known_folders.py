"""What a Windows answers is asked of one of Wine (tests/windows)."""

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import known_folders


def test_elsewhere_there_are_none() -> None:
    with pytest.raises(NoData, match="SHGetKnownFolderPath"):
        known_folders.program_data()
