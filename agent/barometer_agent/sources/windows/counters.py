"""A performance counter of Windows, asked for its value at this moment: pdh, by the counter's English name.

psutil has the length of the processors' queue too, and keeps a thread for it that wakes up every five seconds, as long
as the process lives. Sources: Microsoft, "PdhAddEnglishCounterW function", "PdhGetFormattedCounterValue function".
"""

import ctypes
import threading
from types import TracebackType
from typing import Self

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.windows.native import HANDLE, function

PROCESSOR_QUEUE = r"\System\Processor Queue Length"
_LARGE = 0x400  # PDH_FMT_LARGE
_ACCESS_DENIED = 0xC0000BDB  # PDH_ACCESS_DENIED
_UNSIGNED = ctypes.c_uint32


class Value(ctypes.Structure):
    """PDH_FMT_COUNTERVALUE with a whole number in its union."""

    _fields_ = (("status", _UNSIGNED), ("number", ctypes.c_int64))


class Counter:
    """The counter of that name, kept open: opening takes Windows longer than reading. Raises NoData without it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._reading = threading.Lock()
        self._query, self._counter = HANDLE(), HANDLE()
        open_query = function("pdh", "PdhOpenQueryW", _UNSIGNED, ctypes.c_wchar_p, ctypes.c_size_t, HANDLE)
        self._took("PdhOpenQueryW", open_query(None, 0, ctypes.byref(self._query)))
        add = function("pdh", "PdhAddEnglishCounterW", _UNSIGNED, HANDLE, ctypes.c_wchar_p, ctypes.c_size_t, HANDLE)
        code = add(self._query, name, 0, ctypes.byref(self._counter))
        if code:
            self.close()
            self._took("PdhAddEnglishCounterW", code)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self) -> int:
        """Its value now. Raises NoData."""
        collect = function("pdh", "PdhCollectQueryData", _UNSIGNED, HANDLE)
        get = function("pdh", "PdhGetFormattedCounterValue", _UNSIGNED, HANDLE, _UNSIGNED, HANDLE, HANDLE)
        value = Value()
        with self._reading:
            self._took("PdhCollectQueryData", collect(self._query))
            code = get(self._counter, _LARGE, None, ctypes.byref(value))
        self._took("PdhGetFormattedCounterValue", code)
        return int(value.number)

    def close(self) -> None:
        """Let go of it."""
        function("pdh", "PdhCloseQuery", _UNSIGNED, HANDLE)(self._query)

    def _took(self, call: str, code: int) -> None:
        if code:
            raise refused(self._name, call, code)


def refused(name: str, call: str, code: int) -> NoData:
    """Why a counter gives nothing, with the fix where it is a right that is missing."""
    if code == _ACCESS_DENIED:
        return NoData(
            Reason(
                f"this account may not read the counter {name}: run barometer-agent service install, which puts the "
                "service in the group Performance Monitor Users",
                f"dit account mag de teller {name} niet lezen: voer barometer-agent service install uit, dat zet de "
                "service in de groep Prestatiemetergebruikers (Performance Monitor Users)",
            )
        )
    said = f"{call} 0x{code:08x}"
    return NoData(
        Reason(f"Windows does not tell the counter {name}: {said}", f"Windows geeft de teller {name} niet: {said}")
    )
