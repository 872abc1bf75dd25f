import ctypes
from pathlib import Path

import pytest

from barometer_agent.sources.linux import libsystemd
from barometer_agent.sources.linux.libsystemd import UnansweredError
from tests.agent.sources.linux.fake_libsystemd import Libsystemd


def test_a_function_that_failed_is_said_with_its_name() -> None:
    with pytest.raises(UnansweredError, match="sd_bus_open_system"):
        libsystemd.call(Libsystemd(), "sd_bus_open_system", ctypes.byref(ctypes.c_void_p()))


def test_a_function_that_is_lacking_is_said_with_its_name() -> None:
    with pytest.raises(UnansweredError, match="sd_bus_call"):
        libsystemd.call(object(), "sd_bus_call")


def test_a_text_of_the_library_is_copied_before_it_is_freed() -> None:
    text = ctypes.c_void_p()
    libsystemd.call(Libsystemd(), "sd_bus_path_encode", b"/a", "bé".encode(), ctypes.byref(text))
    assert libsystemd.taken(text) == "/a/bé"
    assert libsystemd.taken(ctypes.c_void_p()) == ""


def test_a_system_without_the_library_has_nobody_to_ask() -> None:
    with pytest.raises(UnansweredError, match="libnone-of-that-name"):
        libsystemd.loaded(("libnone-of-that-name.so.0",))


def test_the_systems_own_library_has_what_is_asked_of_it() -> None:
    if not any(Path("/usr/lib").glob("*/libsystemd.so.0")):
        pytest.skip("skipped, because libsystemd is not installed")
    played = [name for name in vars(Libsystemd) if name.startswith("sd_")]
    assert all(libsystemd.function(libsystemd.loaded(), name) for name in played)
