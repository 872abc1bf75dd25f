import pytest

from barometer_agent.sources import usage


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_where_input_is_not_read_awake_counts_and_says_so(platform: str) -> None:
    assert usage.read(platform) == usage.Use(True, "awake")
