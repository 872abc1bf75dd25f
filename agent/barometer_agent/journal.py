"""Where the service's log goes: to the system's own, and never more of it than somebody reads.

Under systemd standard error is the journal, which reads the importance of a line from its first characters
(sd-daemon(3)); launchd's macOS and a Linux without systemd are told through syslog(3); Windows through its event log.
In a terminal it stays standard error.
"""

import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import TextIO

from barometer_agent.sampler import NoData
from barometer_agent.sources import system

NAME = "barometer-agent"
MOST_AN_HOUR = 10  # lines of the same event
MOST_EVENTS = 200
HOUR_SECONDS = 3600.0
_PLAIN = "%(asctime)s %(levelname)s %(name)s %(message)s"


def begin(level: str, handler: logging.Handler) -> None:
    """Log through ``handler`` alone, from ``level`` (of settings.LOG_LEVELS) on."""
    root = logging.getLogger()
    for before in list(root.handlers):
        root.removeHandler(before)
    root.addHandler(handler)
    adjust(level)


def adjust(level: str) -> None:
    """Log from ``level`` on; the library that tells of each step of a request is kept quiet."""
    logging.getLogger().setLevel(level.upper())
    logging.getLogger("httpcore").setLevel(logging.WARNING)


def to_terminal(stream: TextIO) -> logging.Handler:
    """For a person who looks on: every line, with its time."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter(_PLAIN))
    return handler


def of_system(
    stream: TextIO | None, environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> logging.Handler:
    """The log of the system that started the service; ``stream`` is standard error, None where there is none."""
    handler = _chosen(stream, environment, platform)
    handler.addFilter(Limit())
    return handler


class Limit(logging.Filter):
    """Lets the same event pass ``most`` times an hour; the first line after that says how many were withheld."""

    def __init__(self, most: int = MOST_AN_HOUR, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._most = most
        self._clock = clock
        self._hours: dict[tuple[str, object], tuple[float, int]] = {}  # when it began, and how many there were

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it may pass. What is logged for debugging always may."""
        if record.levelno <= logging.DEBUG:
            return True
        event, now = (record.name, record.msg), self._clock()
        began, count = self._hours.get(event, (now, 0))
        if now - began >= HOUR_SECONDS:
            self._tell_withheld(record, count)
            began, count = now, 0
        self._remember(event, began, count + 1)
        return count < self._most

    def _tell_withheld(self, record: logging.LogRecord, count: int) -> None:
        if count > self._most:
            record.msg = f"{record.msg} withheld={count - self._most}"

    def _remember(self, event: tuple[str, object], began: float, count: int) -> None:
        self._hours[event] = began, count
        if len(self._hours) > MOST_EVENTS:
            self._hours.pop(next(iter(self._hours)))


class ToJournal(logging.StreamHandler[TextIO]):
    """One line per record, its importance in front: <3> error, <4> warning, <6> information, <7> debugging."""

    def format(self, record: logging.LogRecord) -> str:
        """As the journal reads it; it knows the time itself."""
        return f"<{priority(record.levelno)}>{_one_line(record)}"


class ToSyslog(logging.Handler):
    """Through syslog(3), which on macOS ends in the unified log."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line per record; what cannot be said in a line of the system stops nobody."""
        if sys.platform != "win32":
            import syslog

            try:
                syslog.openlog(NAME, syslog.LOG_PID, syslog.LOG_DAEMON)
                syslog.syslog(priority(record.levelno), _writable(_one_line(record)))
            except Exception:  # noqa: BLE001 - as every handler of logging does
                self.handleError(record)


def priority(level: int) -> int:
    """The importance as syslog(3) counts it."""
    if level >= logging.ERROR:
        return 3
    if level >= logging.WARNING:
        return 4
    return 6 if level >= logging.INFO else 7


def _chosen(stream: TextIO | None, environment: Mapping[str, str], platform: str) -> logging.Handler:
    if stream is not None and is_journal(stream, environment.get("JOURNAL_STREAM", "")):
        return ToJournal(stream)
    started_by_launchd = platform == "darwin" and environment.get("XPC_SERVICE_NAME", "0") != "0"
    if stream is not None and not started_by_launchd:
        return to_terminal(stream)
    if platform != "win32":
        return ToSyslog()
    try:
        handler: logging.Handler = system.reader("journal", platform).handler()
    except NoData:
        return logging.NullHandler()
    return handler


def is_journal(stream: TextIO, told: str) -> bool:
    """Whether ``stream`` is the one that JOURNAL_STREAM names as ``device:inode`` (systemd.exec(5)), not redirected."""
    try:
        found = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return told == f"{found.st_dev}:{found.st_ino}"


def _writable(line: str) -> str:
    """Without what syslog(3) does not take: no text at all (a name on disk may hold that), and the end of a string."""
    return line.encode("utf-8", "backslashreplace").decode().replace("\0", "")


def _one_line(record: logging.LogRecord) -> str:
    return " | ".join(f"{record.name} {record.getMessage()}".splitlines())
