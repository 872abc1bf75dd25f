"""The event log of Windows as the place where the service's log goes."""

import ctypes
import logging

from barometer_agent.sources.windows.native import HANDLE, failed, function, last_error

SOURCE = "Barometer"
# EventCreate.exe of Windows holds, for each number up to 1000, the message "%1": what we say, in its own words.
MESSAGES = r"%SystemRoot%\System32\EventCreate.exe"
REGISTRY_KEY = rf"SYSTEM\CurrentControlSet\Services\EventLog\Application\{SOURCE}"
ALL_KINDS = 7  # error, warning and information
_NUMBER = 1
_ERROR, _WARNING, _INFORMATION = 1, 2, 4
_LONGEST = 31_839  # characters of one string, says ReportEventW


def handler() -> logging.Handler:
    """A handler that writes there. Raises NoData where the log cannot be opened."""
    opened = function("advapi32", "RegisterEventSourceW", HANDLE, ctypes.c_wchar_p, ctypes.c_wchar_p)(None, SOURCE)
    if not opened:
        raise failed("RegisterEventSourceW", last_error())
    return ToEventLog(opened)


def kind(level: int) -> int:
    """What Windows calls this level; what is logged for debugging is information there."""
    if level >= logging.ERROR:
        return _ERROR
    return _WARNING if level >= logging.WARNING else _INFORMATION


def text(record: logging.LogRecord) -> str:
    """What stands in the log: one string, of which no part is a placeholder (``%1``) to Windows."""
    return f"{record.name} {record.getMessage()}".replace("\0", "").replace("%", "%%")[:_LONGEST]


class ToEventLog(logging.Handler):
    """One event per record, in the log of applications."""

    def __init__(self, opened: int) -> None:
        super().__init__()
        self._opened = opened

    def emit(self, record: logging.LogRecord) -> None:
        """Write it; a log that is full or gone stops nobody."""
        try:
            words = (ctypes.c_wchar_p * 1)(text(record))
            report = function(
                "advapi32", "ReportEventW", ctypes.c_int, HANDLE, ctypes.c_uint16, ctypes.c_uint16, ctypes.c_uint32,
                ctypes.c_void_p, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p,
            )  # fmt: skip
            report(self._opened, kind(record.levelno), 0, _NUMBER, None, 1, 0, words, None)
        except Exception:  # noqa: BLE001 - as every handler of logging does
            self.handleError(record)

    def close(self) -> None:
        """Let go of the log."""
        opened, self._opened = self._opened, 0
        if opened:
            function("advapi32", "DeregisterEventSource", ctypes.c_int, HANDLE)(opened)
        super().close()
