"""Where the service's log goes."""

import io
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from barometer_agent import journal
from barometer_agent.journal import HOUR_SECONDS, MOST_EVENTS, Limit, ToJournal, ToSyslog


class Now:
    """A clock that a test turns."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def logged(now: Now) -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger of its own, limited to three lines of an event an hour, and what it wrote."""
    written = io.StringIO()
    handler = ToJournal(written)
    handler.addFilter(Limit(3, now))
    logger = logging.Logger("barometer_agent.test", logging.DEBUG)  # noqa: LOG001 - one that no other test sees
    logger.addHandler(handler)
    yield logger, written
    handler.close()


def test_the_same_event_is_logged_so_often_an_hour_and_the_rest_is_counted(
    logged: tuple[logging.Logger, io.StringIO], now: Now
) -> None:
    logger, written = logged
    for number in range(10):
        logger.warning("uplink_waits reason=%s", number)
    logger.warning("something_else")
    assert written.getvalue().splitlines() == [
        "<4>barometer_agent.test uplink_waits reason=0",
        "<4>barometer_agent.test uplink_waits reason=1",
        "<4>barometer_agent.test uplink_waits reason=2",
        "<4>barometer_agent.test something_else",
    ]
    now.seconds += HOUR_SECONDS
    written.seek(0)
    written.truncate()
    logger.warning("uplink_waits reason=%s", 10)
    logger.warning("uplink_waits reason=%s", 11)
    assert written.getvalue().splitlines() == [
        "<4>barometer_agent.test uplink_waits reason=10 withheld=7",
        "<4>barometer_agent.test uplink_waits reason=11",
    ]


def test_whoever_debugs_sees_all(logged: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = logged
    for _ in range(10):
        logger.debug("spooled")
    assert len(written.getvalue().splitlines()) == 10


def test_events_without_number_do_not_fill_the_memory(now: Now) -> None:
    limit = Limit(1, now)
    for number in range(3 * MOST_EVENTS):
        limit.filter(logging.LogRecord("x", logging.INFO, "", 0, f"event {number}", (), None))
    assert len(limit._hours) == MOST_EVENTS


@pytest.mark.parametrize(("level", "number"), [("ERROR", 3), ("WARNING", 4), ("INFO", 6), ("DEBUG", 7)])
def test_importance_is_counted_as_syslog_does(level: str, number: int) -> None:
    assert journal.priority(logging.getLevelNamesMapping()[level]) == number


def test_a_line_stays_one_line_in_the_journal(logged: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = logged
    logger.error("failed reason=%s", "a\nb")
    assert written.getvalue() == "<3>barometer_agent.test failed reason=a | b\n"


@pytest.mark.skipif(sys.platform == "win32", reason="systemd and syslog are not of Windows")
def test_standard_error_is_the_journal_only_when_systemd_says_that_it_is_this_one(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as stream:
        found = os.fstat(stream.fileno())
        told = {"JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino}"}
        assert isinstance(journal.of_system(stream, told, "linux"), ToJournal)
        other = {"JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino + 1}"}
        assert not isinstance(journal.of_system(stream, other, "linux"), ToJournal)
        assert not isinstance(journal.of_system(stream, {}, "linux"), ToSyslog)
    assert not isinstance(journal.of_system(io.StringIO(), told, "linux"), ToJournal)


def test_without_standard_error_the_systems_own_log_is_used(tmp_path: Path) -> None:
    assert isinstance(journal.of_system(None, {}, "linux"), ToSyslog)
    with (tmp_path / "log").open("w") as stream:
        assert isinstance(journal.of_system(stream, {"XPC_SERVICE_NAME": "org.example.agent"}, "darwin"), ToSyslog)
        assert not isinstance(journal.of_system(stream, {"XPC_SERVICE_NAME": "0"}, "darwin"), ToSyslog)


@pytest.mark.skipif(sys.platform == "win32", reason="syslog is not of Windows")
@pytest.mark.parametrize("line", ["tested", "Zoë Çelik", "no text \udce9", "an end\0in the middle"])
def test_syslog_takes_any_line(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    ToSyslog().emit(logging.LogRecord("barometer_agent.test", logging.DEBUG, "", 0, line, (), None))
    assert capsys.readouterr().err == "", "the line was not written"


def test_a_line_that_cannot_be_made_stops_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    ToSyslog().emit(logging.LogRecord("barometer_agent.test", logging.DEBUG, "", 0, "one %d", ("two",), None))
    assert "Logging error" in capsys.readouterr().err or sys.platform == "win32"


def test_only_one_place_is_logged_to(restored_logging: None) -> None:
    first, second = io.StringIO(), io.StringIO()
    journal.begin("warning", journal.to_terminal(first))
    journal.begin("debug", journal.to_terminal(second))
    logging.getLogger("barometer_agent.test").info("told")
    logging.getLogger("httpcore.connection").debug("a request")
    assert first.getvalue() == ""
    assert second.getvalue().endswith("INFO barometer_agent.test told\n")
    assert second.getvalue().count("\n") == 1


@pytest.fixture
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
