"""Making the agent known to Windows' service manager, and its folder its own.

It runs as the virtual account ``NT SERVICE\\BarometerAgent``: that has no password and no rights but those of its
service, and, other than LocalService or NetworkService, which many services share, nobody else is it. So the folder
with the key of this laptop and with answers can be closed to everybody but it, SYSTEM and administrators; the one with
the settings is read by everybody, and written by administrators alone.

After a failure it is started again. Microsoft, "SERVICE_FAILURE_ACTIONSW": the N-th failure has the N-th action, the
last one is repeated, and the count begins anew after a while without any.
"""

import ctypes
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from barometer_agent.config import application_folder
from barometer_agent.sources.windows.native import HANDLE, function, last_error
from barometer_agent.windows import folders, groups, owners
from barometer_agent.windows.errors import failure
from barometer_agent.windows.owners import service_sid
from barometer_agent.windows.service import NAME, Status

log = logging.getLogger(__name__)

DISPLAYED = "Barometer"
ABOUT = "Measures what working with this laptop is like, and brings its user's answers to IT."
ACCOUNT = f"NT SERVICE\\{NAME}"
STOP_SECONDS = 15.0
# The agent restarts itself once an hour at most, when it takes too much (guard.APART_MS): that is always a first
# failure, and measuring stops for some seconds. What fails again and again waits longer.
RESTARTS_MS = (5_000, 60_000, 300_000)
HEALTHY_SECONDS = 1_800
_PRESHUTDOWN_MS = 10_000

_DWORD = ctypes.c_uint32
_INT = ctypes.c_int
_POINTER = ctypes.c_void_p
_TEXT = ctypes.c_wchar_p
_ALL_OF_MANAGER, _ALL_OF_SERVICE = 0xF003F, 0xF01FF
_OWN_PROCESS, _AUTOMATIC, _NORMAL = 0x10, 2, 1
_DESCRIPTION, _FAILURE_ACTIONS, _DELAYED, _FAILURE_FLAG, _PRESHUTDOWN = 1, 2, 3, 4, 7
_RESTART = 1
_STOP, _STOPPED = 1, 1
_EXISTS, _NOT_ACTIVE, _ABSENT, _UNKNOWN_LEVEL = 1073, 1062, 1060, 124
# Owned by the administrators, and nothing is inherited.
_OF_ADMINISTRATORS = "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"


class Action(ctypes.Structure):
    """SC_ACTION."""

    _fields_ = (("kind", _INT), ("delay_ms", _DWORD))


class FailureActions(ctypes.Structure):
    """SERVICE_FAILURE_ACTIONSW."""

    _fields_ = (
        ("healthy_seconds", _DWORD),
        ("reboot_message", _TEXT),
        ("command", _TEXT),
        ("count", _DWORD),
        ("actions", ctypes.POINTER(Action)),
    )


def install(command: str, folder: Path) -> None:
    """Have ``command`` run as the service from the next boot on, with ``folder`` its own and its account in its groups.

    Raises StrangerError where somebody else has a hand in its folders, and OSError.
    """
    trusted = (*owners.trusted(), service_sid(NAME))
    folders.close_to_others(application_folder(), settings_rules(), trusted)
    folders.close_to_others(folder, folder_rules(), trusted)
    make = function(
        "advapi32", "CreateServiceW", HANDLE, HANDLE, _TEXT, _TEXT, *[_DWORD] * 4, _TEXT, _TEXT, _POINTER, _TEXT, _TEXT,
        _TEXT,
    )  # fmt: skip
    with _manager() as manager:
        service = make(
            manager, NAME, DISPLAYED, _ALL_OF_SERVICE, _OWN_PROCESS, _AUTOMATIC, _NORMAL, command, None, None, None,
            ACCOUNT, None,
        )  # fmt: skip
        if not service and last_error() == _EXISTS:
            service = _opened(manager)
            _repoint(service, command)
        if not service:
            raise failure(last_error())
        try:
            _configure(service)
            for group in groups.OF_SERVICE:  # its account is known from now on
                groups.join(service_sid(NAME), group)
        finally:
            _close(service)


def remove() -> None:
    """Stop it and have Windows forget it; its folder stays. Raises OSError (FileNotFoundError: there is none)."""
    with _manager() as manager:
        service = _opened(manager)
        try:
            _stop(service)
            for group in groups.OF_SERVICE:  # while its account is still known
                groups.leave(service_sid(NAME), group)
            if not function("advapi32", "DeleteService", _INT, HANDLE)(service):
                raise failure(last_error())
        finally:
            _close(service)


def folder_rules(name: str = NAME) -> str:
    """Who may use the folder, in the language of security descriptors: SYSTEM, administrators, and the service."""
    return f"{_OF_ADMINISTRATORS}(A;OICI;FA;;;{service_sid(name)})"


def settings_rules() -> str:
    """Who may use the folder of the settings: SYSTEM and administrators; users, and so the service, read it."""
    return f"{_OF_ADMINISTRATORS}(A;OICI;0x1200a9;;;BU)(A;OICI;0x1200a9;;;{service_sid(NAME)})"


def _configure(service: int) -> None:
    actions = (Action * len(RESTARTS_MS))(*(Action(_RESTART, delay) for delay in RESTARTS_MS))
    _change(service, _DESCRIPTION, _TEXT * 1, ABOUT)
    _change(service, _DELAYED, _INT * 1, 1)  # a laptop that starts has other things to do
    _change(service, _PRESHUTDOWN, _DWORD * 1, _PRESHUTDOWN_MS)
    _change(service, _FAILURE_ACTIONS, FailureActions, HEALTHY_SECONDS, None, None, len(actions), actions)
    _change(service, _FAILURE_FLAG, _INT * 1, 1)  # also when it says that it ended in an error; from the next boot on


def _change(service: int, what: int, kind: Any, *values: Any) -> None:
    change = function("advapi32", "ChangeServiceConfig2W", _INT, HANDLE, _DWORD, _POINTER)
    if not change(service, what, ctypes.byref(kind(*values))):
        code = last_error()
        if code != _UNKNOWN_LEVEL:
            raise failure(code)
        log.info("service_setting_unknown level=%d", what)  # this Windows keeps to what it does by itself


def _repoint(service: int, command: str) -> None:
    change = function(
        "advapi32", "ChangeServiceConfigW", _INT, HANDLE, *[_DWORD] * 3, _TEXT, _TEXT, _POINTER, *[_TEXT] * 4
    )
    if not change(service, _OWN_PROCESS, _AUTOMATIC, _NORMAL, command, None, None, None, ACCOUNT, None, DISPLAYED):
        raise failure(last_error())


def _stop(service: int) -> None:
    state = Status()
    control = function("advapi32", "ControlService", _INT, HANDLE, _DWORD, _POINTER)
    if not control(service, _STOP, ctypes.byref(state)):
        code = last_error()
        if code == _NOT_ACTIVE:
            return
        raise failure(code)
    ask = function("advapi32", "QueryServiceStatus", _INT, HANDLE, _POINTER)
    until = time.monotonic() + STOP_SECONDS
    while state.state != _STOPPED and time.monotonic() < until:
        time.sleep(0.1)
        if not ask(service, ctypes.byref(state)):
            raise failure(last_error())


@contextmanager
def _manager() -> Iterator[int]:
    manager = function("advapi32", "OpenSCManagerW", HANDLE, _TEXT, _TEXT, _DWORD)(None, None, _ALL_OF_MANAGER)
    if not manager:
        raise failure(last_error())
    try:
        yield int(manager)
    finally:
        _close(manager)


def _opened(manager: int) -> int:
    service = function("advapi32", "OpenServiceW", HANDLE, HANDLE, _TEXT, _DWORD)(manager, NAME, _ALL_OF_SERVICE)
    if not service:
        code = last_error()
        if code == _ABSENT:
            raise FileNotFoundError(code, f"there is no service {NAME}")
        raise failure(code)
    return int(service)


def _close(handle: int) -> None:
    function("advapi32", "CloseServiceHandle", _INT, HANDLE)(handle)
