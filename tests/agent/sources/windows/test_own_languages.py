"""What can be shown away from Windows; tests/windows calls the function itself."""

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import own_languages


def test_each_language_ends_with_a_zero() -> None:
    assert own_languages.parse("nl-NL\0en-US\0\0") == ("nl-NL", "en-US")
    assert own_languages.parse("\0\0") == own_languages.parse("") == ()


def test_elsewhere_there_is_no_kernel32() -> None:
    with pytest.raises(NoData, match=r"no GetUserPreferredUILanguages in kernel32\.dll"):
        own_languages.read()
