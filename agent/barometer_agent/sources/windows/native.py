"""The functions of Windows' own libraries, with the types of their arguments, or NoData where there are none."""

import ctypes
import functools
import sys
import uuid
from collections.abc import Callable
from typing import Any

from barometer_agent.sampler import NoData, Reason

# A HANDLE is as wide as a pointer. Without these types ctypes would cut it to 32 bits.
HANDLE = ctypes.c_void_p
INVALID_HANDLE = ctypes.c_void_p(-1).value
ACCESS_DENIED = 5
INSUFFICIENT_BUFFER = 122
_SYSTEM_FOLDER_ONLY = 0x800  # LOAD_LIBRARY_SEARCH_SYSTEM32: never a library that lies beside the program

Guid = ctypes.c_ubyte * 16
Function = Callable[..., Any]


@functools.cache
def function(library: str, name: str, result: Any, *arguments: Any) -> Function:
    """``name`` of ``library`` (``kernel32``). Raises NoData where this system does not have it."""
    try:
        found: Any = _library(library)[name]  # one of its own: nobody else changes its types
    except (OSError, AttributeError) as error:
        raise NoData(
            Reason(f"this Windows has no {name} in {library}.dll", f"deze Windows heeft geen {name} in {library}.dll")
        ) from error
    found.restype = result
    found.argtypes = arguments
    called: Function = found
    return called


def prototype(result: Any, *arguments: Any) -> Any:
    """The type of a function of Windows of which only the address is known."""
    made = ctypes.CFUNCTYPE(result, *arguments)
    if sys.platform == "win32":
        made = ctypes.WINFUNCTYPE(result, *arguments)
    return made


def last_error() -> int:
    """What the last call of this thread said went wrong; 0 elsewhere than on Windows."""
    code = 0
    if sys.platform == "win32":
        code = ctypes.get_last_error()
    return code


def guid(text: str) -> Any:
    """A GUID as Windows lays it out in memory."""
    return Guid.from_buffer_copy(uuid.UUID(text).bytes_le)


def failed(function_name: str, code: int) -> NoData:
    """NoData for a function of Windows that gave an error: its number, as its text is in the language of Windows."""
    return NoData(
        Reason(
            f"{function_name} of Windows failed with error {code}",
            f"{function_name} van Windows mislukte met fout {code}",
        )
    )


@functools.cache
def _library(name: str) -> ctypes.CDLL:
    if sys.platform == "win32":
        return ctypes.WinDLL(f"{name}.dll", use_last_error=True, winmode=_SYSTEM_FOLDER_ONLY)
    raise OSError(f"{name}.dll is found on Windows alone")
