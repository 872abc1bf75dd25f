"""That a Windows gives a value is tried on one of Wine (tests/windows)."""

import ctypes

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import counters
from barometer_agent.sources.windows.counters import Counter, Value

NAME = counters.PROCESSOR_QUEUE


def test_the_structure_is_as_wide_as_windows_expects_it() -> None:
    assert ctypes.sizeof(Value) == 16
    assert Value.number.offset == 8


def test_a_right_that_is_missing_is_told_with_its_fix() -> None:
    reason = counters.refused(NAME, "PdhCollectQueryData", 0xC0000BDB).reason
    assert "Performance Monitor Users" in reason.en
    assert "Performance Monitor Users" in reason.nl
    assert "barometer-agent service install" in reason.en


def test_any_other_refusal_is_told_with_its_number() -> None:
    assert "0xc0000bb8" in counters.refused(NAME, "PdhAddEnglishCounterW", 0xC0000BB8).reason.en


def test_elsewhere_there_are_no_counters() -> None:
    with pytest.raises(NoData, match=r"pdh\.dll"):
        Counter(NAME)
