import ctypes
import sys
import uuid

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import native

HERE = pytest.mark.skipif(sys.platform == "win32", reason="this is Windows")


@HERE
def test_elsewhere_there_are_no_functions_of_windows() -> None:
    with pytest.raises(NoData, match="no GetTickCount64 in kernel32"):
        native.function("kernel32", "GetTickCount64", ctypes.c_uint64)


def test_a_guid_lies_in_memory_as_windows_has_it() -> None:
    text = "72631e54-78a4-11d0-bcf7-00aa00b7b32a"
    assert bytes(native.guid(text)) == uuid.UUID(text).bytes_le


@HERE
def test_elsewhere_nothing_went_wrong() -> None:
    assert native.last_error() == 0


def test_a_function_is_called_by_its_address() -> None:
    called = []
    kind = native.prototype(ctypes.c_int32, ctypes.c_int32)
    callback = kind(lambda value: called.append(value) or value + 1)
    address = ctypes.cast(callback, ctypes.c_void_p).value
    assert kind(address)(41) == 42
    assert called == [41]


def test_a_failure_names_the_function_and_the_number() -> None:
    reason = native.failed("GetIfTable2", 87).reason
    assert "GetIfTable2" in reason.en
    assert "87" in reason.nl
