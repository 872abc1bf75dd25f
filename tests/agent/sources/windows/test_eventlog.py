"""What can be shown away from Windows; tests/windows calls the functions themselves."""

import ctypes

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import eventlog
from barometer_agent.sources.windows.eventlog import EventLog


def test_elsewhere_there_are_no_event_logs() -> None:
    with pytest.raises(NoData, match=r"no EvtOpenLog in wevtapi\.dll"):
        EventLog().span("System")
    with pytest.raises(NoData, match=r"no EvtQuery in wevtapi\.dll"):
        EventLog().query("System", "*", 0, 10)


def test_a_variant_is_as_large_as_that_of_windows() -> None:
    assert ctypes.sizeof(eventlog.Variant) == 16
    assert eventlog.Variant.type.offset == 12
