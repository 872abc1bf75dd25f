"""What stopped working is an event of exactly one."""

import pytest

from barometer_shared.metrics import DataClass, Kind, Metric, Subject
from barometer_shared.metrics.reliability import ROWS

FAILURES = [row for row in ROWS if row.name != "records_lost_seconds"]


@pytest.mark.parametrize("row", FAILURES, ids=lambda row: row.name)
def test_a_failure_is_one_event_and_never_two_at_once(row: Metric) -> None:
    assert row.kind is Kind.EVENT
    assert (row.minimum, row.maximum) == (1, 1)


def test_a_crash_of_the_system_names_no_application() -> None:
    (system,) = (row for row in ROWS if row.name == "os_crash")
    assert system.subject is Subject.NONE
    assert system.data_class is DataClass.DEVICE
