"""A number of Windows becomes an exception; which one it is, Windows says (tests/windows)."""

import pytest

from barometer_agent.windows.errors import failure


@pytest.mark.parametrize("code", [5, 231])
def test_the_number_is_told_where_windows_cannot_name_it(code: int) -> None:
    assert str(code) in str(failure(code))
