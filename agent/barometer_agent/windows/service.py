"""The agent as a service of Windows: told to begin and to end by the service manager instead of by signals."""

import ctypes
import logging
import os
from collections.abc import Callable
from typing import Any

from barometer_agent.sources.windows.native import HANDLE, function, last_error, prototype
from barometer_agent.windows.errors import failure

log = logging.getLogger(__name__)

NAME = "BarometerAgent"

_DWORD = ctypes.c_uint32
_INT = ctypes.c_int
_POINTER = ctypes.c_void_p
_OWN_PROCESS = 0x10
_SPECIFIC_ERROR = 1066  # ERROR_SERVICE_SPECIFIC_ERROR: the status says more
_NOT_STARTED_AS_SERVICE = 1063
_NOT_HANDLED = 120  # ERROR_CALL_NOT_IMPLEMENTED

_START_PENDING, _STOP_PENDING, _RUNNING, _STOPPED = 2, 3, 4, 1
# Accepted: stop, shutdown (of Windows without the notice before it), new parameters, power events, and that notice.
_ACCEPTED = 0x1 | 0x4 | 0x8 | 0x40 | 0x100
_ENDING = {1: "stop", 5: "shutdown", 15: "preshutdown"}
_INTERROGATE, _PARAMETERS, _POWER = 4, 6, 13
_POWER_EVENTS = {4: "suspend", 7: "resume", 18: "resume_automatic"}
# How long the manager waits before it takes the service for hung: for Python and the spool to come up on a laptop
# that starts twenty services at once, and for an end that takes two seconds.
_HINTS_MS = {_START_PENDING: 60_000, _STOP_PENDING: 10_000}


class NotAServiceError(Exception):
    """This process was not started by the service manager."""


class Status(ctypes.Structure):
    """SERVICE_STATUS."""

    _fields_ = (
        ("kind", _DWORD),
        ("state", _DWORD),
        ("accepted", _DWORD),
        ("exit_code", _DWORD),
        ("specific_exit_code", _DWORD),
        ("check_point", _DWORD),
        ("wait_hint", _DWORD),
    )


class Entry(ctypes.Structure):
    """SERVICE_TABLE_ENTRYW; the last of a table is empty."""

    _fields_ = (("name", ctypes.c_wchar_p), ("main", _POINTER))


def status(state: int, exit_code: int = 0) -> Status:
    """What the manager is told. While it starts or ends a service accepts nothing else."""
    accepted = _ACCEPTED if state == _RUNNING else 0
    code = _SPECIFIC_ERROR if exit_code else 0
    pending = _HINTS_MS.get(state, 0)
    return Status(_OWN_PROCESS, state, accepted, code, exit_code, 1 if pending else 0, pending)


class Host:
    """Runs ``body`` as the service ``name``.

    ``body`` gets a function to call once it has begun, and returns its exit code when ``end`` was called, which
    happens in another thread. An exit code other than 0 lets the manager start the service again (see
    ``installation``). ``reload`` is called when the manager says that the settings changed.

    The exit code ``anew`` ends the process through ``leave`` and tells the manager nothing: that is a failure to it at
    once, while an error that it is told of is one from the next boot on (Microsoft, "SERVICE_FAILURE_ACTIONS_FLAG").
    """

    def __init__(
        self,
        body: Callable[[Callable[[], None]], int],
        end: Callable[[], None],
        reload: Callable[[], None],
        name: str = NAME,
        anew: int = 0,
        leave: Callable[[int], object] = os._exit,
    ) -> None:
        self._body = body
        self._end = end
        self._reload = reload
        self._name = name
        self._anew = anew
        self._leave = leave
        self._handle: Any = None
        # Windows calls these; they may not be collected while it can.
        self._main = prototype(None, _DWORD, _POINTER)(self._run)
        self._control = prototype(_DWORD, _DWORD, _DWORD, _POINTER, _POINTER)(self.told)
        self.exit_code = 0

    def run(self) -> int:
        """Until the service has ended; its exit code. Raises NotAServiceError."""
        table = (Entry * 2)(Entry(self._name, ctypes.cast(self._main, _POINTER)), Entry(None, None))
        if not function("advapi32", "StartServiceCtrlDispatcherW", _INT, _POINTER)(table):
            code = last_error()
            if code == _NOT_STARTED_AS_SERVICE:
                raise NotAServiceError
            raise failure(code)
        return self.exit_code

    def told(self, control: int, event: int, _data: Any, _context: Any) -> int:
        """What the manager wants. It waits for the answer, so nothing here takes time."""
        if control in _ENDING:
            log.info("service_told control=%s", _ENDING[control])
            self._report(_STOP_PENDING)
            self._end()
        elif control == _PARAMETERS:
            self._reload()
        elif control == _POWER:  # nothing has to be made durable, it is; the clock's step is noticed by itself
            log.info("service_told power=%s", _POWER_EVENTS.get(event, event))
        elif control != _INTERROGATE:
            return _NOT_HANDLED
        return 0

    def ended(self, code: int) -> None:
        """Tell the manager with what ``body`` ended, or leave without a word."""
        self.exit_code = code
        if self._anew and code == self._anew:
            self._leave(code)
        else:
            self._report(_STOPPED, code)

    def _run(self, _count: int, _arguments: Any) -> None:
        register = function("advapi32", "RegisterServiceCtrlHandlerExW", HANDLE, ctypes.c_wchar_p, _POINTER, _POINTER)
        self._handle = register(self._name, ctypes.cast(self._control, _POINTER), None)
        self._report(_START_PENDING)
        try:
            code = self._body(lambda: self._report(_RUNNING))
        except Exception as error:  # noqa: BLE001 - an exception cannot leave a function that Windows calls
            log.error("service_failed kind=%s reason=%s", type(error).__name__, error)  # noqa: TRY400
            code = 1
        self.ended(code)

    def _report(self, state: int, exit_code: int = 0) -> None:
        if not self._handle:  # the manager has not asked for anything yet
            return
        report = function("advapi32", "SetServiceStatus", _INT, HANDLE, ctypes.POINTER(Status))
        if not report(self._handle, ctypes.byref(status(state, exit_code))):
            log.warning("service_status_not_taken state=%d code=%d", state, last_error())
