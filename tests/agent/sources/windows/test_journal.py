"""What stands in the event log; that it gets there is tried on a Windows of Wine (tests/windows)."""

import logging

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows.journal import handler, kind, text


def record(message: str, *values: object, level: int = logging.WARNING) -> logging.LogRecord:
    return logging.LogRecord("barometer_agent.uplink", level, __file__, 1, message, values, None)


@pytest.mark.parametrize(
    ("level", "number"), [("DEBUG", 4), ("INFO", 4), ("WARNING", 2), ("ERROR", 1), ("CRITICAL", 1)]
)
def test_each_level_has_its_kind_of_event(level: str, number: int) -> None:
    assert kind(logging.getLevelNamesMapping()[level]) == number


def test_a_percent_sign_is_no_placeholder() -> None:
    assert text(record("spool_full percent=%d%%1", 99)) == "barometer_agent.uplink spool_full percent=99%%1"


def test_a_line_that_windows_would_refuse_is_cut() -> None:
    assert len(text(record("x" * 40_000))) < 32_000
    assert "\0" not in text(record("a\0b"))


def test_elsewhere_there_is_none() -> None:
    with pytest.raises(NoData, match="advapi32"):
        handler()
